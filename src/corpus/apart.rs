//! Reading in a process apart: [`Apart`] keeps workers that read PDFs, so that one made to
//! crash, hang or exhaust memory costs itself and nothing else.
//!
//! A worker is this program run with arguments that lead to [`serve`]. It takes requests on
//! its standard input (length, content) and answers on its output (length, JSON). It sets
//! limits on its own memory and processor time; the deadline is kept here, and a worker that
//! passes it or dies is replaced. It ends when its input does, so it never outlives us.

use std::fmt;
use std::io::{self, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::readers::{PdfText, read_pdf};
use super::skip::SkipReason;

/// A worker is replaced after so many files, so that what a library leaks stays small.
const FILES_A_WORKER: usize = 1_000;
/// Bytes of an answer: a text is smaller than the file limit, twice over for its escapes.
const MAX_ANSWER: u64 = 256 * 1024 * 1024;
/// Bytes of memory a worker may map.
#[cfg(unix)]
const MAX_MEMORY: u64 = 1024 * 1024 * 1024;
/// Seconds of processor time a file may take: the deadline is sooner, unless nobody keeps it.
#[cfg(unix)]
const MAX_SECONDS: u64 = 15;

/// How workers are started, and those that are idle.
pub struct Apart {
    program: PathBuf,
    arguments: Vec<String>,
    deadline: Duration,
    idle: Mutex<Vec<Worker>>,
}

/// An answer as it is sent.
#[derive(Debug, Serialize, Deserialize)]
struct Answer {
    read: PdfText,
    /// The reason's name, when it was not read.
    reason: Option<String>,
    /// What the reason says besides.
    detail: String,
    limit: u64,
}

/// A worker and the thread that speaks with it, which also started it.
struct Worker {
    requests: Sender<Arc<[u8]>>,
    answers: Receiver<io::Result<Answer>>,
    child: Arc<Mutex<Option<Child>>>,
    files: usize,
}

impl fmt::Debug for Apart {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Apart")
            .field("program", &self.program)
            .field("deadline", &self.deadline)
            .finish()
    }
}

impl Apart {
    /// The usual limit on the time a file takes.
    pub const DEADLINE: Duration = Duration::from_secs(10);

    /// Workers that are `program` run with `arguments`, which must call [`serve`].
    pub fn new(program: PathBuf, arguments: Vec<String>, deadline: Duration) -> Self {
        Self {
            program,
            arguments,
            deadline,
            idle: Mutex::new(Vec::new()),
        }
    }

    /// The text of a PDF and what it says of itself.
    pub(super) fn read(&self, bytes: &[u8]) -> Result<PdfText, SkipReason> {
        let bytes: Arc<[u8]> = bytes.into();
        // A worker that died while it was idle has not died over this file.
        for is_new in [false, true] {
            let idle = if is_new { None } else { self.take() };
            let was_idle = idle.is_some();
            let mut worker = idle.unwrap_or_else(|| Worker::start(&self.program, &self.arguments));
            if worker.requests.send(bytes.clone()).is_err() {
                continue;
            }
            match worker.answers.recv_timeout(self.deadline) {
                Ok(Ok(answer)) => {
                    worker.files += 1;
                    if worker.files < FILES_A_WORKER {
                        self.put(worker);
                    }
                    return answer.into_result();
                }
                Ok(Err(error)) if error.kind() == io::ErrorKind::NotFound => {
                    let why = format!("{}: {error}", self.program.display());
                    return Err(SkipReason::Unreadable(why));
                }
                // Its input was closed to us: it never took the file.
                Ok(Err(error)) if was_idle && error.kind() == io::ErrorKind::BrokenPipe => {}
                Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => {
                    return Err(SkipReason::Crashed);
                }
                Err(RecvTimeoutError::Timeout) => {
                    worker.kill();
                    let seconds = self.deadline.as_secs();
                    return Err(SkipReason::TookTooLong { seconds });
                }
            }
        }
        Err(SkipReason::Crashed)
    }

    fn take(&self) -> Option<Worker> {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop()
    }

    fn put(&self, worker: Worker) {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(worker);
    }
}

impl Worker {
    /// Starts a worker from a thread of its own: where the system ends a child with the thread
    /// that started it, that thread must live as long as the worker.
    fn start(program: &std::path::Path, arguments: &[String]) -> Self {
        let (requests, taken) = channel::<Arc<[u8]>>();
        let (give, answers) = channel();
        let child = Arc::new(Mutex::new(None));
        let shared = Arc::clone(&child);
        let mut command = Command::new(program);
        command
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        std::thread::spawn(move || {
            let ended = speak(command, &shared, &taken, &give);
            if let Err(error) = ended {
                // Whoever asked may be gone.
                let _ = give.send(Err(error));
            }
            let child = shared.lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(mut child) = child {
                // Its input is closed, so it ends; waiting leaves no zombie.
                let _ = child.wait();
            }
        });
        Self {
            requests,
            answers,
            child,
            files: 0,
        }
    }

    fn kill(&self) {
        if let Some(child) = self
            .child
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .as_mut()
        {
            // It may have ended by itself.
            let _ = child.kill();
        }
    }
}

/// Starts the worker, hands it request after request, and hands on its answers.
fn speak(
    mut command: Command,
    shared: &Mutex<Option<Child>>,
    taken: &Receiver<Arc<[u8]>>,
    give: &Sender<io::Result<Answer>>,
) -> io::Result<()> {
    let mut child = command.spawn()?;
    let (input, output) = (child.stdin.take(), child.stdout.take());
    *shared.lock().unwrap_or_else(PoisonError::into_inner) = Some(child);
    let (Some(mut input), Some(output)) = (input, output) else {
        return Err(io::ErrorKind::BrokenPipe.into());
    };
    let mut output = BufReader::new(output);
    for bytes in taken {
        input.write_all(&(bytes.len() as u64).to_le_bytes())?;
        input.write_all(&bytes)?;
        input.flush()?;
        drop(bytes);
        let answer = read_framed(&mut output, MAX_ANSWER)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        if give.send(Ok(serde_json::from_slice(&answer)?)).is_err() {
            break;
        }
    }
    Ok(())
}

/// A length and as many bytes; none at the end of the stream.
fn read_framed(input: &mut impl Read, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 8];
    match input.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    let length = u64::from_le_bytes(length);
    if length > limit {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = Vec::new();
    input.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length {
        Ok(Some(bytes))
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

impl Answer {
    fn of(read: Result<PdfText, SkipReason>) -> Self {
        let mut answer = Self {
            read: PdfText::default(),
            reason: None,
            detail: String::new(),
            limit: 0,
        };
        match read {
            Ok(read) => answer.read = read,
            Err(reason) => {
                answer.reason = Some(reason.name().to_owned());
                match reason {
                    SkipReason::Damaged(why) => answer.detail = why,
                    SkipReason::UnpacksTooLarge { limit } => answer.limit = limit,
                    _ => {}
                }
            }
        }
        answer
    }

    fn into_result(self) -> Result<PdfText, SkipReason> {
        let Some(name) = self.reason else {
            return Ok(self.read);
        };
        let bare = [
            SkipReason::Empty,
            SkipReason::NoText,
            SkipReason::NeedsPassword,
            SkipReason::Crashed,
        ];
        Err(
            match bare.into_iter().find(|reason| reason.name() == name) {
                Some(reason) => reason,
                None if self.limit > 0 => SkipReason::UnpacksTooLarge { limit: self.limit },
                None => SkipReason::Damaged(self.detail),
            },
        )
    }
}

/// Serves as a worker until the input ends.
///
/// # Errors
/// When a stream breaks or a request is no request.
pub fn serve(input: &mut impl Read, output: &mut impl Write) -> io::Result<()> {
    limit_memory();
    while let Some(bytes) = read_framed(input, u64::from(u32::MAX))? {
        limit_time();
        let answer = serde_json::to_vec(&Answer::of(read_pdf(&bytes)))?;
        output.write_all(&(answer.len() as u64).to_le_bytes())?;
        output.write_all(&answer)?;
        output.flush()?;
    }
    Ok(())
}

/// Bounds what this process may map, and has it end with the one that started it. Where the
/// system refuses, the deadline still holds.
#[cfg(unix)]
fn limit_memory() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::As);
    limit.current = Some(
        limit
            .maximum
            .map_or(MAX_MEMORY, |most| most.min(MAX_MEMORY)),
    );
    let _ = setrlimit(Resource::As, limit);
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
}

/// Bounds the processor time from here on: the system counts it over a process's life.
#[cfg(unix)]
fn limit_time() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    use rustix::time::{ClockId, clock_gettime};
    let used = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or_default();
    let mut limit = getrlimit(Resource::Cpu);
    limit.current = Some(
        limit
            .maximum
            .map_or(used + MAX_SECONDS, |most| most.min(used + MAX_SECONDS)),
    );
    let _ = setrlimit(Resource::Cpu, limit);
}

#[cfg(not(unix))]
fn limit_memory() {}

#[cfg(not(unix))]
fn limit_time() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let apart = Apart::new("/no/such/program".into(), Vec::new(), Apart::DEADLINE);
        let reason = apart.read(b"%PDF-1.4").unwrap_err().to_string();
        assert!(reason.contains("/no/such/program"), "{reason}");
    }

    #[cfg(unix)]
    #[test]
    fn a_worker_that_hangs_is_stopped_and_one_that_dies_is_told() {
        let sleeper = Apart::new(
            "sleep".into(),
            vec!["60".into()],
            Duration::from_millis(200),
        );
        let begun = std::time::Instant::now();
        assert_eq!(sleeper.read(b"x").unwrap_err().name(), "took-too-long");
        assert!(begun.elapsed() < Duration::from_secs(5));
        let dead = Apart::new("false".into(), Vec::new(), Apart::DEADLINE);
        assert_eq!(dead.read(b"x").unwrap_err(), SkipReason::Crashed);
    }

    #[test]
    fn a_worker_answers_each_request_until_its_input_ends() {
        let mut requests = Vec::new();
        for content in [b"%PDF-1.4 nothing".as_slice(), b""] {
            requests.extend((content.len() as u64).to_le_bytes());
            requests.extend(content);
        }
        let mut answers = Vec::new();
        // Limits are set on this process too, which is far from them.
        while let Some(bytes) = read_framed(&mut requests.as_slice(), 100).unwrap() {
            answers.push(
                Answer::of(read_pdf(&bytes))
                    .into_result()
                    .unwrap_err()
                    .name(),
            );
            requests.drain(..8 + bytes.len());
        }
        assert_eq!(answers, ["damaged", "damaged"]);
    }

    #[test]
    fn reasons_survive_the_way() {
        for reason in [
            SkipReason::NoText,
            SkipReason::NeedsPassword,
            SkipReason::Empty,
            SkipReason::Damaged("why".into()),
            SkipReason::UnpacksTooLarge { limit: 7 },
        ] {
            let sent = serde_json::to_vec(&Answer::of(Err(reason.clone()))).unwrap();
            let answer: Answer = serde_json::from_slice(&sent).unwrap();
            assert_eq!(answer.into_result(), Err(reason));
        }
    }
}
