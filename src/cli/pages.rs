//! The man page and the shell completions, both made from the flags themselves.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Arguments, Status, print, usage};
use crate::error::Result;

/// Print the man page.
///
/// The page of dehusk itself, or of one of its commands, for example:
/// `dehusk man clean > ~/.local/share/man/man1/dehusk-clean.1`.
#[derive(Debug, Args)]
pub(super) struct Man {
    /// The command whose page it is; the overview when left out.
    command: Option<String>,
}

impl Man {
    pub(super) fn run(&self) -> Result<Status> {
        let mut all = Arguments::command();
        all.build();
        let command = match &self.command {
            None => all,
            Some(name) => {
                let found = all.find_subcommand(name).cloned();
                found.ok_or_else(|| usage(format!("no such command: {name}; see dehusk --help")))?
            }
        };
        let mut page = Vec::new();
        clap_mangen::Man::new(command).render(&mut page)?;
        print(&page)
    }
}

/// Print completions for a shell.
///
/// For example:
/// `dehusk completions bash > ~/.local/share/bash-completion/completions/dehusk`.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell.
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self) -> Result<Status> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "dehusk", &mut script);
        print(&script)
    }
}
