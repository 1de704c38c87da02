//! A document that may have ended the process before this one is tried in a process of its own.

use std::io::{Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::cleaner::Cleaner;
use crate::cli::Status;
use crate::document::{Hints, Media, Record};
use crate::error::{Error, ErrorKind, Result};
use crate::pipeline::Alone;

/// How often it is asked whether the process has ended.
const LOOK: Duration = Duration::from_millis(20);

/// What is said of a document before its bytes, on one line.
#[derive(Serialize, Deserialize)]
struct Said {
    id: String,
    url: Option<String>,
    charset: Option<String>,
    media: Option<Media>,
    file_name: Option<String>,
    date: Option<String>,
}

/// Tries documents with the flags of this process. A process that cannot be started says nothing against a document.
pub(super) fn trial(patience: Option<Duration>) -> Arc<dyn Fn(&Record) -> Alone + Send + Sync> {
    Arc::new(move |record| attempt(record, patience).unwrap_or(Alone::Lives))
}

/// The other side: cleans the document that is handed over on standard input.
pub(super) fn clean(cleaner: &Cleaner) -> Result<Status> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    let broken = || Error::new(ErrorKind::Configuration, "--try-one is for dehusk itself");
    let end = memchr::memchr(b'\n', &bytes).ok_or_else(broken)?;
    let Said { id, url, charset, media, file_name, date } =
        serde_json::from_slice(&bytes[..end]).map_err(|_| broken())?;
    bytes.drain(..=end);
    let hints = Hints { url, charset, media, file_name, date, ..Hints::default() };
    drop(cleaner.clean(&Record { id, bytes, hints, ..Record::default() }));
    Ok(Status::Fine)
}

fn attempt(record: &Record, patience: Option<Duration>) -> std::io::Result<Alone> {
    let (program, arguments) = crate::cli::own_call()?;
    let mut child = Command::new(program)
        .args(arguments)
        .arg("--try-one")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let Hints { url, charset, media, file_name, date, .. } = record.hints.clone();
    let mut said = serde_json::to_vec(&Said { id: record.id.clone(), url, charset, media, file_name, date })?;
    said.push(b'\n');
    if let Some(mut input) = child.stdin.take() {
        // It may be dead by now; what it died of is asked below.
        let _ = input.write_all(&said).and_then(|()| input.write_all(&record.bytes));
    }
    let Some(status) = wait(&mut child, patience)? else {
        child.kill()?;
        child.wait()?;
        return Ok(Alone::Hangs);
    };
    Ok(if status.success() { Alone::Lives } else { Alone::Dies(how(status)) })
}

fn wait(child: &mut Child, patience: Option<Duration>) -> std::io::Result<Option<ExitStatus>> {
    let Some(patience) = patience else { return child.wait().map(Some) };
    let began = Instant::now();
    loop {
        match child.try_wait()? {
            None if began.elapsed() > patience => return Ok(None),
            None => std::thread::sleep(LOOK),
            ended => return Ok(ended),
        }
    }
}

#[cfg(unix)]
fn how(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    status.signal().map_or_else(|| status.to_string(), |signal| format!("signal {signal}"))
}

#[cfg(not(unix))]
fn how(status: ExitStatus) -> String {
    status.to_string()
}
