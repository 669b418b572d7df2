//! `kaogong`: the one binary.

#[cfg(test)]
mod account_tests;
mod authority;
#[cfg(test)]
mod body_tests;
mod commands;
mod doctor;
mod health;
mod logs;
mod metrics;
#[cfg(test)]
mod oversight_tests;
#[cfg(test)]
mod route_tests;
mod serve;
mod session;
mod site;
mod x509;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = commands::Arguments::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return commands::fail(&kernel::Problem::internal(error)),
    };
    match runtime.block_on(commands::run(arguments)) {
        Ok(code) => code,
        Err(problem) => commands::fail(&problem),
    }
}
