//! The man page and the shell completions, both made from the flags themselves.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Arguments, Status, print, usage};
use crate::error::Result;

/// Print the man page.
///
/// The page of dehusk itself, or of one of its commands, for example:
/// `dehusk man clean > ~/.local/share/man/man1/dehusk-clean.1`, or `dehusk man rules show`.
#[derive(Debug, Args)]
pub(super) struct Man {
    /// The command whose page it is; the overview when left out.
    command: Vec<String>,
}

impl Man {
    pub(super) fn run(&self) -> Result<Status> {
        let mut command = Arguments::command();
        command.build();
        for name in &self.command {
            let found = command.find_subcommand(name).cloned();
            command = found.ok_or_else(|| usage(format!("no such command: {name}; see dehusk --help")))?;
        }
        let usage = command.clone().render_usage().to_string();
        let table = command.get_after_long_help().map(ToString::to_string);
        let page =
            clap_mangen::Man::new(command).source(concat!("dehusk ", env!("CARGO_PKG_VERSION"))).manual("dehusk");
        let mut out = Vec::new();
        page.render_title(&mut out)?;
        page.render_name_section(&mut out)?;
        section(&mut out, "SYNOPSIS", usage.trim_start_matches("Usage: "));
        page.render_description_section(&mut out)?;
        page.render_options_section(&mut out)?;
        page.render_subcommands_section(&mut out)?;
        if let Some(table) = table {
            section(&mut out, "EXIT STATUS", table.trim_start_matches("Exit status:\n"));
        }
        print(&out)
    }
}

/// A section whose lines stay as they are.
fn section(out: &mut Vec<u8>, heading: &str, text: &str) {
    out.extend_from_slice(format!(".SH \"{heading}\"\n.nf\n").as_bytes());
    for line in text.lines() {
        // A line that begins with a dot would be an order.
        out.extend_from_slice(format!("\\&{}\n", line.replace('\\', "\\e").replace('-', "\\-")).as_bytes());
    }
    out.extend_from_slice(b".fi\n");
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
