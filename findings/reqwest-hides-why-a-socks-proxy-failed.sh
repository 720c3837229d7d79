#!/usr/bin/env bash
# reqwest says that a SOCKS proxy failed, but neither why nor at which address, also not in the chain of
# sources. Of an HTTP proxy it says both.
#
# The connector for SOCKS of hyper-util wraps the error of the connection in an error of its own, which
# has no `source()`: its text is always the same, and a program can't tell a proxy that is not running
# from a host that is not found. Who retries only what may pass retries the wrong ones. What happened is
# only in the `Debug` text, or by naming the type through an associated type.
#
# Seen with reqwest 0.13.5 and hyper-util 0.1.21 on Linux. Needs cargo. Nothing leaves the machine: both
# proxies are a local port at which nobody listens. Fails if the chain names the refused connection.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "refused"
version = "0.1.0"
edition = "2024"

[dependencies]
hyper-util = "=0.1.21"
reqwest = { version = "=0.13.5", default-features = false, features = ["socks"] }
tokio = { version = "1", features = ["macros", "rt"] }
TOML
cat > src/main.rs <<'RUST'
use std::error::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // The port is free again once the listener is dropped.
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    for scheme in ["http", "socks5h"] {
        let proxy = reqwest::Proxy::all(format!("{scheme}://127.0.0.1:{port}"))?;
        let client = reqwest::Client::builder().proxy(proxy).build()?;
        let error = client.get("http://service.example/").send().await.unwrap_err();
        let chain = std::iter::successors(Some(&error as &dyn Error), |&error| error.source());
        let texts: Vec<String> = chain.map(|error| error.to_string()).collect();
        println!("{scheme}: {}", texts.join(" <- "));
    }
    Ok(())
}
RUST
cargo run --quiet | tee out
grep -q '^http: .*refused' out
grep -q '^socks5h: .*SOCKS' out
! grep -q '^socks5h: .*refused' out
