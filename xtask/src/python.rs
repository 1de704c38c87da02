//! `cargo xtask python`: the wheel is built, installed into an environment of its own, and tested there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::environment::{self, call};

/// Bytes that the wheel may have.
const MOST: u64 = 12 << 20;

/// Builds, installs and tests.
pub fn run() -> Result<()> {
    if let Some(missing) = missing() {
        bail!(missing);
    }
    let own = crate::root().join("python");
    let folder = crate::root().join("target/python");
    let python = environment::python(&folder.join("environment"), &own.join("requirements-test.txt"))?;
    let wheel = install(&python, &own, &folder.join("wheels"))?;
    let size = fs::metadata(&wheel)?.len();
    println!("xtask: {}: {:.1} MB", wheel.file_name().unwrap_or_default().display(), size as f64 / 1e6);
    ensure!(size < MOST, "the wheel should be below {MOST} bytes");

    let tool = |name: &str| {
        let mut command = Command::new(&python);
        command.current_dir(&own).args(["-m", name]);
        command
    };
    call(tool("ruff").args(["check", "--quiet", "."]))?;
    call(tool("ruff").args(["format", "--quiet", "--check", "."]))?;
    // Of the package, the installed one is looked at: it has the compiled module.
    call(tool("mypy").args(["--no-error-summary", "dehusk", "examples", "benchmarks", "tests"]))?;
    // Not from the source's own folder, which has no compiled module.
    let mut tests = Command::new(&python);
    tests.current_dir(&folder).args(["-m", "pytest", "--quiet", "--import-mode=importlib", "-p", "no:cacheprovider"]);
    tests.arg("--rootdir").arg(&own).arg(own.join("tests"));
    // The command that the articles are compared with is the one that the wheel brings.
    call(tests.env("DEHUSK_COMMAND", python.with_file_name("dehusk")))
}

/// What to install, where Python is not there.
pub fn missing() -> Option<String> {
    let there = Command::new("python3").args(["-c", "import venv, sys; sys.exit(sys.version_info < (3, 11))"]).output();
    let there = there.is_ok_and(|output| output.status.success());
    (!there).then(|| "python3 is missing: install Python 3.11 or later with its venv module, and Java for Spark".into())
}

/// Builds the wheel, and installs it for this Python.
pub(crate) fn install(python: &Path, own: &Path, wheels: &Path) -> Result<PathBuf> {
    let wheel = wheel(python, own, wheels)?;
    let arguments = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--force-reinstall"];
    call(Command::new(python).args(arguments).arg(&wheel))?;
    Ok(wheel)
}

/// Builds the wheel.
fn wheel(python: &Path, own: &Path, folder: &Path) -> Result<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let maturin = ["-m", "maturin", "build", "--release", "--quiet", "--out"];
    call(Command::new(python).args(maturin).arg(folder).current_dir(own))?;
    let first = fs::read_dir(folder)?.next().context("maturin wrote no wheel")??;
    Ok(first.path())
}
