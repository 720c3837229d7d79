//! The program `helpscout`.

use std::process::ExitCode;

// The allocator of musl returns memory to the system at once and locks all threads out meanwhile. Half
// of the time of a report is spent on that.
#[cfg(all(target_os = "linux", target_env = "musl"))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    helpscout_cli::main()
}
