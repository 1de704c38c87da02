//! A worker under way: commands, answers, and the end of one that hangs.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::de::DeserializeOwned;
use versus_worker::Ready;

use super::extractors::Extractor;
use super::pages::Prepared;

/// How long a worker may take to start and to read its pages: hundreds of megabytes, on a busy machine.
const START: Duration = Duration::from_secs(300);

/// A process that extracts pages on command.
#[derive(Debug)]
pub struct Worker {
    child: Child,
    commands: ChildStdin,
    answers: Receiver<String>,
    log: PathBuf,
}

/// Why there is no answer. The worker is of no more use then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// It ended, as after a stack overflow.
    Ended,
    /// It did not answer in time.
    Late,
}

/// The core that all workers share, one after the other: the last that this process may use, as a system's own
/// work often sits on the first. None where no worker can be bound to a core.
pub fn core() -> Option<usize> {
    Command::new("taskset").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    let status = fs::read_to_string("/proc/self/status").ok()?;
    last_core(status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:"))?)
}

/// The last of a list such as `0-3,8`.
fn last_core(list: &str) -> Option<usize> {
    list.trim().rsplit([',', '-']).next()?.parse().ok()
}

/// The processor's name, where the system tells.
pub fn processor() -> Option<String> {
    let cores = fs::read_to_string("/proc/cpuinfo").ok()?;
    let name = cores.lines().find_map(|line| line.strip_prefix("model name"))?;
    Some(name.trim_start_matches([' ', '\t', ':']).to_owned())
}

impl Worker {
    /// Starts an extractor on these pages, bound to a core where one is given.
    pub fn start(extractor: &Extractor, pages: &Prepared, core: Option<usize>) -> Result<Worker> {
        let log = super::log(&extractor.name);
        let mut words = Vec::new();
        if let Some(core) = core {
            words.extend(["taskset".into(), "--cpu-list".into(), core.to_string().into()]);
        }
        words.extend(extractor.command.iter().cloned());
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]).arg(&pages.path);
        // Should a library bring threads: there is one core.
        command.envs([("RAYON_NUM_THREADS", "1"), ("OMP_NUM_THREADS", "1")]);
        command.stderr(File::create(&log).with_context(|| log.display().to_string())?);
        Worker::spawn(command, log, pages.truths.len(), START).with_context(|| extractor.name.clone())
    }

    fn spawn(mut command: Command, log: PathBuf, pages: usize, patience: Duration) -> Result<Worker> {
        let line = format!("{command:?}");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context(line)?;
        let commands = child.stdin.take().expect("piped");
        let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let (sender, answers) = channel();
        // Ends when the worker does, as the worker's end of the pipe is closed then.
        thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let mut worker = Worker { child, commands, answers, log };
        match worker.answer::<Ready>(patience)? {
            Ok(ready) if ready.pages == pages => Ok(worker),
            Ok(ready) => bail!("{} pages read of {pages}", ready.pages),
            Err(lost) => bail!("{}", worker.fate(lost)),
        }
    }

    /// Gives a command and waits for the answer. An answer that cannot be read is an error.
    pub fn ask<T: DeserializeOwned>(&mut self, command: &str, patience: Duration) -> Result<Result<T, Lost>> {
        // A worker that has ended takes no command; the answer that never comes says so.
        let _ = writeln!(self.commands, "{command}");
        self.answer(patience)
    }

    fn answer<T: DeserializeOwned>(&mut self, patience: Duration) -> Result<Result<T, Lost>> {
        Ok(match self.answers.recv_timeout(patience) {
            Ok(line) => Ok(serde_json::from_str(&line).with_context(|| format!("no answer: {line}"))?),
            Err(RecvTimeoutError::Timeout) => Err(Lost::Late),
            Err(RecvTimeoutError::Disconnected) => Err(Lost::Ended),
        })
    }

    /// What became of the worker, with the last line of its log.
    pub fn fate(&mut self, lost: Lost) -> String {
        if lost == Lost::Late {
            return "no answer in time".to_owned();
        }
        let status = self.child.wait().map_or_else(|error| error.to_string(), |status| status.to_string());
        let log = fs::read(&self.log).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        format!("ended ({status}): {}", log.trim().lines().last().unwrap_or("no message"))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It may be gone already, which is as well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_core_of_a_list() {
        for (list, last) in [("\t0-1\n", Some(1)), ("0", Some(0)), ("0-3,8", Some(8)), ("0,2-11", Some(11)), ("", None)]
        {
            assert_eq!(last_core(list), last, "{list}");
        }
    }

    /// Longer than any answer takes here, on whatever machine.
    #[cfg(unix)]
    const LONG: Duration = Duration::from_secs(60);

    /// A worker of one page that is a shell script.
    #[cfg(unix)]
    fn script(text: &str) -> (tempfile::TempDir, Result<Worker>) {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        let mut command = Command::new("sh");
        command.args(["-c", text]).stderr(File::create(&log).unwrap());
        let worker = Worker::spawn(command, log, 1, LONG);
        (folder, worker)
    }

    #[cfg(unix)]
    #[test]
    fn commands_go_in_and_answers_come_out() {
        let (_folder, worker) = script(r#"echo '{"pages":1}'; while read -r line; do echo "\"$line\""; done"#);
        let mut worker = worker.unwrap();
        for command in ["page 0", "time 0 1"] {
            assert_eq!(worker.ask::<String>(command, LONG).unwrap(), Ok(command.to_owned()));
        }
        let error = worker.ask::<u32>("page 0", LONG).unwrap_err();
        assert!(format!("{error:#}").starts_with("no answer: \"page 0\""), "{error:#}");
    }

    #[cfg(unix)]
    #[test]
    fn a_worker_that_hangs_or_ends_is_lost() {
        let (_folder, worker) = script(r#"echo '{"pages":1}'; read -r line; exec sleep 1000"#);
        assert_eq!(worker.unwrap().ask::<u32>("page 0", Duration::from_millis(50)).unwrap(), Err(Lost::Late));

        let (_folder, worker) = script(r#"echo '{"pages":1}'; read -r line; echo 'stack overflow' >&2; exit 7"#);
        let mut worker = worker.unwrap();
        let lost = worker.ask::<u32>("page 0", LONG).unwrap().unwrap_err();
        assert_eq!(lost, Lost::Ended);
        assert_eq!(worker.fate(lost), "ended (exit status: 7): stack overflow");
    }

    #[cfg(unix)]
    #[test]
    fn a_worker_that_cannot_start_says_why() {
        let (_folder, worker) = script("echo 'no module' >&2; exit 1");
        assert_eq!(worker.unwrap_err().to_string(), "ended (exit status: 1): no module");
        let (_folder, worker) = script(r#"echo '{"pages":2}'; read -r line"#);
        assert_eq!(worker.unwrap_err().to_string(), "2 pages read of 1");
    }
}
