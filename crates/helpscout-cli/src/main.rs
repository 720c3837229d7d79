//! The program `helpscout`.

use std::process::ExitCode;

fn main() -> ExitCode {
    helpscout_cli::main()
}
