//! Commands that chores run, and a Python of their own with what they need.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// Runs a command that must succeed.
pub fn call(command: &mut Command) -> Result<()> {
    let line = format!("{command:?}");
    let status = command.status().with_context(|| line.clone())?;
    if !status.success() {
        bail!("{line} ({status})");
    }
    Ok(())
}

/// The Python of a virtual environment with these requirements, made where it is not there yet.
pub fn python(environment: &Path, requirements: &Path) -> Result<PathBuf> {
    let python = environment.join("bin/python");
    let wanted = fs::read_to_string(requirements).with_context(|| requirements.display().to_string())?;
    // What was installed is written down, so that a second run needs no network.
    let installed = environment.join("installed.txt");
    if fs::read_to_string(&installed).is_ok_and(|there| there == wanted) {
        return Ok(python);
    }
    if !python.exists() {
        call(Command::new("python3").args(["-m", "venv"]).arg(environment))
            .context("python3 with its venv module is needed")?;
    }
    call(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(requirements))
        .with_context(|| format!("the packages of {} from PyPI are needed", requirements.display()))?;
    fs::write(&installed, wanted).with_context(|| installed.display().to_string())?;
    Ok(python)
}
