//! `cargo xtask test`: everything that must hold before a commit, one command after the other.

use std::env;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::gate::Data;
use crate::python;

/// A cargo command that must succeed, and the component of Rust that it needs.
struct Step {
    arguments: &'static [&'static str],
    component: Option<&'static str>,
}

const STEPS: [Step; 3] = [
    Step { arguments: &["fmt", "--all", "--check"], component: Some("rustfmt") },
    Step { arguments: &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"], component: Some("clippy") },
    Step { arguments: &["test", "--workspace"], component: None },
];

/// What runs this program as a release build.
const RELEASE: [&str; 5] = ["run", "--release", "--package", "xtask", "--"];

/// Runs all steps, printing each, and stops at the first that fails.
pub fn run() -> Result<()> {
    let began = Instant::now();
    check_tools()?;
    let data = Data::find().context("test FAILED")?;
    for step in &STEPS {
        run_cargo(step.arguments)?;
    }
    let wheel = Instant::now();
    println!("xtask: python");
    python::run().context("test FAILED: python")?;
    println!("xtask: python: ok in {:.0} s", wheel.elapsed().as_secs_f64());
    if data.is_some() {
        run_cargo(&[&RELEASE[..], &["gate"]].concat())?;
    } else {
        println!("xtask: quality gate left out: no development data in ../shared/data, and DEHUSK_DATA is not set");
    }
    println!("xtask: test PASSED in {:.0} s", began.elapsed().as_secs_f64());
    Ok(())
}

/// Names every tool that is missing, with the command that installs it, before any time is spent.
fn check_tools() -> Result<()> {
    let missing: Vec<String> = STEPS
        .iter()
        .filter_map(|step| Some((step.arguments[0], step.component?)))
        .filter(|(tool, _)| !is_there(tool))
        .map(|(tool, component)| format!("cargo {tool} is missing: rustup component add {component}"))
        .chain(python::missing())
        .collect();
    if !missing.is_empty() {
        bail!("test FAILED: {}", missing.join("; "));
    }
    Ok(())
}

fn is_there(tool: &str) -> bool {
    let mut command = cargo();
    command.args([tool, "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(crate::root());
    command
}

/// Runs the chore of this process once more, as a release build.
pub fn again_in_release() -> Result<()> {
    let status = cargo().args(RELEASE).args(env::args_os().skip(1)).status().context("cargo run --release")?;
    if !status.success() {
        bail!("the release build or its chore failed ({status})");
    }
    Ok(())
}

fn run_cargo(arguments: &[&str]) -> Result<()> {
    let line = format!("cargo {}", arguments.join(" "));
    println!("xtask: {line}");
    let began = Instant::now();
    let status = cargo().args(arguments).status().with_context(|| line.clone())?;
    if !status.success() {
        bail!("test FAILED: {line} ({status})");
    }
    println!("xtask: {line}: ok in {:.0} s", began.elapsed().as_secs_f64());
    Ok(())
}
