#!/usr/bin/env bash
# rust_xlsxwriter keeps more than a kilobyte for each link until the file is saved, also on a worksheet
# with constant memory.
#
# Such a worksheet writes a row to a temporary file when the next one begins, so its memory does not
# depend on the number of rows. Links are the exception: 60,000 of them, which is less than the 65,530
# that a worksheet may have, need 92 MB more than 60,000 texts. Who writes long tables with a link in each row must
# limit the links, or have the memory.
#
# Seen with rust_xlsxwriter 0.102.0 on Linux: about 1.5 KB for each link. Needs cargo and /proc. Fails
# if a link needs less than 1,000 bytes, or a text more than 100.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "links"
version = "0.1.0"
edition = "2024"

[dependencies]
rust_xlsxwriter = { version = "=0.102.0", features = ["constant_memory"] }
TOML
cat > src/main.rs <<'RUST'
use rust_xlsxwriter::{Workbook, XlsxError};

fn main() -> Result<(), XlsxError> {
    let what = std::env::args().nth(1).unwrap_or_default();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    for row in 0..60_000 {
        let url = format!("https://example.com/conversation/{}/{row}", 4_000_000_000_u64 + u64::from(row));
        match what.as_str() {
            "links" => sheet.write_url(row, 0, url.as_str())?,
            "texts" => sheet.write_string(row, 0, &url)?,
            _ => sheet,
        };
    }
    workbook.save("out.xlsx")?;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|peak| peak.split_whitespace().next());
    println!("{}", peak.unwrap_or("0"));
    Ok(())
}
RUST
cargo build --release --quiet
peak() {
    ./target/release/links "$1"
}
nothing=$(peak nothing)
texts=$(peak texts)
links=$(peak links)
of_a_text=$(((texts - nothing) * 1024 / 60000))
of_a_link=$(((links - nothing) * 1024 / 60000))
echo "peak in kB: nothing $nothing, texts $texts, links $links"
echo "bytes of a text $of_a_text, of a link $of_a_link"
[ "$of_a_text" -lt 100 ] && [ "$of_a_link" -ge 1000 ]
