//! Exit statuses, and which of them wins.

use std::process::ExitCode;

use crate::error::{Error, ErrorKind};
use crate::pipeline::{End, Run};

/// The table for the long help.
pub(super) const TABLE: &str = "\
Exit status:
    0  all fine; also when the reader of standard output leaves early, when documents
       were dropped because nothing of them is article or they are larger than the limit,
       and when something was skipped because it is no document
    1  some documents failed: not text, damaged, not done in time
    2  wrong usage, rule file or selector; nothing was read or written
    3  something could not be read or written; what was committed stays, and --resume goes on
  130  interrupted; what was done is kept, and --resume goes on there; without a
       ledger, what was done by then is written

Where several apply, 130 wins over 3, and 3 over 1.";

/// How the command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// All fine.
    Fine,
    /// Some documents failed.
    SomeFailed,
    /// Wrong usage or configuration.
    Usage,
    /// Something could not be read or written.
    InputOutput,
    /// Interrupted by the user.
    Interrupted,
}

impl Status {
    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Status::Fine => 0,
            Status::SomeFailed => 1,
            Status::Usage => 2,
            Status::InputOutput => 3,
            Status::Interrupted => 130,
        }
    }

    /// The status of a command that ended with this error.
    pub(super) fn of(error: &Error) -> Status {
        match error.kind() {
            ErrorKind::Configuration => Status::Usage,
            ErrorKind::Io => Status::InputOutput,
            ErrorKind::Unsupported
            | ErrorKind::TooLarge
            | ErrorKind::Damaged
            | ErrorKind::Panic
            | ErrorKind::Timeout
            | ErrorKind::Crash => Status::SomeFailed,
        }
    }

    /// The status of a run.
    pub(super) fn of_run(run: &Run) -> Status {
        match &run.end {
            End::Stopped => Status::Interrupted,
            End::ReaderLeft => Status::Fine,
            End::Unwritable(_) | End::Unaccounted(_) => Status::InputOutput,
            End::Complete if run.tally.unreadable > 0 => Status::InputOutput,
            End::Complete if run.tally.failed > 0 => Status::SomeFailed,
            End::Complete => Status::Fine,
        }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(status.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::Tally;

    #[test]
    fn the_worse_status_wins() {
        let both = Tally { failed: 2, unreadable: 1, ..Tally::default() };
        let status = |end| Status::of_run(&Run { tally: both.clone(), end }).code();
        assert_eq!(status(End::Stopped), 130);
        assert_eq!(status(End::Complete), 3);
        assert_eq!(status(End::ReaderLeft), 0);
    }

    #[test]
    fn the_table_lists_every_status() {
        for status in [Status::Fine, Status::SomeFailed, Status::Usage, Status::InputOutput, Status::Interrupted] {
            assert!(TABLE.lines().any(|line| line.trim_start().starts_with(&format!("{}  ", status.code()))));
        }
    }
}
