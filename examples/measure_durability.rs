//! What an index survives, in figures: `measure_durability DATELINE [PART]...`
//!
//! DATELINE is the program. The parts are `kill` (ended with SIGKILL at random, 200 times),
//! `calls` (ended at each kind of system call, 300 times) and `errors` (system calls that fail,
//! 200 times), which want Linux and strace, `full` (50 disks with little room, as root), `damage` (1,000 damages to files of an index) and
//! `rebuild` (20 of them with a reader at work). Without a part all are run. Everything happens in
//! a directory of its own over invented releases; the exit code is 1 when anything was lost.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a program that measures stops where it cannot go on, and prints"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output, Stdio};
use std::time::{Duration, Instant};

/// Releases of the corpus; each is changed, renamed or removed now and then.
const RELEASES: u64 = 150;
const WORDS: [&str; 12] = [
    "harbour", "families", "ferry", "permits", "shelter", "border", "council", "winter", "rescue",
    "visas", "asylum", "return",
];

/// Numbers that look random and are the same every time (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % below.max(1)
    }
}

struct Bench {
    program: PathBuf,
    directory: tempfile::TempDir,
    dice: Dice,
}

/// How many of how many went well.
#[derive(Default)]
struct Tally {
    good: u64,
    all: u64,
    /// How often what was to go wrong did, where that is not every time.
    met: u64,
    faults: Vec<String>,
}

impl Tally {
    fn count(&mut self, what: impl FnOnce() -> String, good: bool) {
        self.all += 1;
        if good {
            self.good += 1;
        } else if self.faults.len() < 10 {
            self.faults.push(what());
        }
    }
}

impl Bench {
    fn new(program: PathBuf) -> Self {
        let mut bench = Self {
            program,
            directory: tempfile::tempdir().unwrap(),
            dice: Dice(1),
        };
        fs::create_dir(bench.corpus()).unwrap();
        for at in 0..RELEASES {
            bench.write_release(at);
        }
        bench
    }

    fn corpus(&self) -> PathBuf {
        self.directory.path().join("corpus")
    }

    fn write_release(&mut self, at: u64) {
        let number = self.dice.roll(1 << 40);
        let mut text = format!("Council opens shelter {number}\n\nPORTBY, 3 May 2024 –");
        for _ in 0..200 + self.dice.roll(400) {
            let word = self.dice.roll(WORDS.len() as u64);
            text.push(' ');
            text.push_str(WORDS[word as usize]);
        }
        text.push_str(".\n\n“Nobody waits in the rain,” said Ada Quill, Harbour Officer.\n");
        fs::write(self.corpus().join(format!("{at:03}.txt")), text).unwrap();
    }

    /// Changes, renames and removes a few files.
    fn change(&mut self) {
        for _ in 0..1 + self.dice.roll(20) {
            let at = self.dice.roll(RELEASES);
            let path = self.corpus().join(format!("{at:03}.txt"));
            match self.dice.roll(6) {
                0 => drop(fs::remove_file(path)),
                1 => {
                    let to = self.dice.roll(RELEASES);
                    drop(fs::rename(path, self.corpus().join(format!("{to:03}.txt"))));
                }
                _ => self.write_release(at),
            }
        }
    }

    fn command(&self, index: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(arguments).arg("--index").arg(index);
        command.stdin(Stdio::null());
        command
    }

    fn run(&self, index: &Path, arguments: &[&str]) -> Output {
        self.command(index, arguments).output().unwrap()
    }

    fn index_command(&self, index: &Path) -> Command {
        let corpus = self.corpus();
        let mut command = self.command(index, &["index"]);
        command.arg(corpus);
        command
    }

    fn index(&self, index: &Path) -> Output {
        self.index_command(index).output().unwrap()
    }

    /// Everything an index holds, one release a line, in the order of paths.
    fn dump(&self, index: &Path) -> Result<Vec<String>, String> {
        let output = self.run(index, &["export", "--format", "csv"]);
        if !output.status.success() && output.status.code() != Some(1) {
            return Err(told(&output));
        }
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        // The columns at the end tell of the query and the generation.
        let mut rows: Vec<String> = text
            .split("\r\n")
            .map(|row| row.rsplitn(7, ',').last().unwrap_or_default().to_owned())
            .collect();
        rows.sort();
        Ok(rows)
    }

    fn fresh(&self) -> Vec<String> {
        let index = self.directory.path().join("fresh");
        let _ = fs::remove_dir_all(&index);
        self.index(&index);
        self.dump(&index).unwrap()
    }

    /// What is wrong after a run that died: it must open at once, and another run must make all
    /// as it should be.
    fn recovers(&self, index: &Path, had_one: bool) -> Option<String> {
        let begun = Instant::now();
        let search = self.run(index, &["search", "shelter"]);
        let opened = begun.elapsed();
        if had_one && search.status.code() != Some(0) {
            return Some(format!("the old index does not answer: {}", told(&search)));
        }
        if opened > Duration::from_secs(2) {
            return Some(format!("opening took {opened:?}"));
        }
        let run = self.index(index);
        if run.status.code() != Some(0) {
            return Some(format!("the next run fails: {}", told(&run)));
        }
        match self.dump(index) {
            Ok(rows) if rows == self.fresh() => None,
            Ok(_) => Some("it is not as a fresh index is".into()),
            Err(why) => Some(why),
        }
    }

    fn kill(&mut self) -> Tally {
        let index = self.directory.path().join("killed");
        let mut tally = Tally::default();
        let begun = Instant::now();
        self.index(&index);
        let usual = begun.elapsed();
        for at in 0..200 {
            let had_one = at % 10 != 0;
            if had_one {
                self.change();
            } else {
                fs::remove_dir_all(&index).unwrap();
            }
            let mut child = self
                .index_command(&index)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let share = self.dice.roll(1_000) as u32;
            std::thread::sleep(usual * share / 1_000);
            child.kill().unwrap();
            child.wait().unwrap();
            let wrong = self.recovers(&index, had_one);
            let good = wrong.is_none();
            tally.count(|| format!("kill {at}: {}", wrong.unwrap_or_default()), good);
        }
        tally
    }

    /// Runs over a changed corpus under strace, which does `what` at a call.
    fn injected(&self, index: &Path, call: &str, what: &str) -> Output {
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o", "/dev/null"]);
        command.args(["-e", &format!("trace={call}")]);
        command.args(["-e", &format!("inject={call}:{what}")]);
        command.arg(&self.program).arg("index").arg(self.corpus());
        command.arg("--index").arg(index);
        command.stdin(Stdio::null()).output().unwrap()
    }

    fn calls(&mut self) -> Tally {
        let index = self.directory.path().join("calls");
        let mut tally = Tally::default();
        let calls = [
            ("rename", 30),
            ("fsync", 60),
            ("fdatasync", 30),
            ("write", 60),
            ("openat", 70),
            ("unlink", 30),
            ("mkdir", 5),
            ("ftruncate", 5),
            ("mmap", 10),
        ];
        for (call, times) in calls {
            for at in 1..=times {
                // Every fifth time from nothing; half of the others with a rebuild.
                let had_one = at % 5 != 0;
                if !had_one {
                    let _ = fs::remove_dir_all(&index);
                } else if !index.join("dateline.json").exists() {
                    self.index(&index);
                }
                self.change();
                let output = self.injected(&index, call, &format!("signal=KILL:when={at}"));
                let had_one = had_one && index.exists();
                let wrong = self.recovers(&index, had_one);
                let good = wrong.is_none();
                let died = output.status.code().is_none();
                tally.count(
                    || format!("{call} {at} (died: {died}): {}", wrong.unwrap_or_default()),
                    good,
                );
            }
        }
        tally
    }

    fn errors(&mut self) -> Tally {
        let index = self.directory.path().join("errors");
        let mut tally = Tally::default();
        self.index(&index);
        let errors = ["EIO", "ENOSPC", "EMFILE", "ENOMEM", "EACCES"];
        let calls = [
            ("rename", 8),
            ("fsync", 8),
            ("fdatasync", 8),
            ("write", 8),
            ("openat", 8),
        ];
        for (call, times) in calls {
            for error in errors {
                for at in 1..=times {
                    self.change();
                    // Those before are of the loader and of the program's own start.
                    let from = if call == "openat" { 8 + at * 3 } else { at };
                    let what = format!("error={error}:when={from}");
                    let output = self.injected(&index, call, &what);
                    let spoke = !output.stderr.is_empty();
                    let clear = match output.status.code() {
                        Some(0) => true,
                        // The second write of the main thread is the one that tells of the error.
                        Some(_) => spoke || (call == "write" && at == 2),
                        None => false,
                    };
                    let panicked =
                        String::from_utf8_lossy(&output.stderr).contains("' panicked at");
                    let wrong = if !clear || panicked {
                        Some(format!("not clear: {}", told(&output)))
                    } else {
                        self.recovers(&index, true)
                    };
                    let good = wrong.is_none();
                    tally.count(
                        || format!("{call} {from} {error}: {}", wrong.unwrap_or_default()),
                        good,
                    );
                }
            }
        }
        tally
    }

    /// Runs on a file system in memory that has little room left beside the index, and none
    /// for most; then it is given room. Wants the right to mount.
    fn full(&mut self) -> Tally {
        let disk = self.directory.path().join("disk");
        fs::create_dir(&disk).unwrap();
        let mut tally = Tally::default();
        let mount = |options: &str| {
            let mut mount = Command::new("mount");
            mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]);
            mount.arg(&disk).status().is_ok_and(|ended| ended.success())
        };
        if !mount("size=64m") {
            tally.count(|| "no tmpfs can be mounted; run it as root".into(), false);
            return tally;
        }
        let index = disk.join("index");
        self.index(&index);
        for at in 0..50 {
            let held: u64 = files_of(&index)
                .iter()
                .filter_map(|file| fs::metadata(file).ok())
                // A page each, and one for its name.
                .map(|file| file.len().div_ceil(4_096) * 4 + 4)
                .sum();
            let room = held * at / 80;
            let grown = mount(&format!("remount,size={}k", held + room));
            for _ in 0..4 {
                self.change();
            }
            let mut run = self.index_command(&index);
            if at % 2 == 1 {
                run.arg("--rebuild");
            }
            let output = run.output().unwrap();
            let clear = output.status.code() == Some(0) || !output.stderr.is_empty();
            let search = self.run(&index, &["search", "shelter"]);
            let wrong = if !grown {
                Some("the disk was not made small".to_owned())
            } else if !clear || told(&output).contains("' panicked at") {
                Some(format!("not clear: {}", told(&output)))
            } else if search.status.code() != Some(0) {
                Some(format!("searching does not go on: {}", told(&search)))
            } else {
                mount("remount,size=64m");
                self.recovers(&index, true)
            };
            mount("remount,size=64m");
            let failed = output.status.code() != Some(0);
            let good = wrong.is_none();
            let what = || {
                format!(
                    "room for {room} KB, failed {failed}: {}",
                    wrong.unwrap_or_default()
                )
            };
            tally.count(what, good);
            tally.met += u64::from(failed);
        }
        drop(Command::new("umount").arg(&disk).status());
        tally
    }

    fn damage(&mut self) -> (Tally, Tally) {
        let index = self.directory.path().join("damaged");
        self.index(&index);
        for _ in 0..3 {
            self.change();
            self.index(&index);
        }
        let files = files_of(&index);
        let (mut found, mut lived) = (Tally::default(), Tally::default());
        for at in 0..1_000_u64 {
            let file = &files[(at as usize) % files.len()];
            let whole = fs::read(file).unwrap();
            let how = self.spoil(file, &whole);
            let what = || format!("{how} of {}", file.display());
            let check = self.run(&index, &["check"]);
            found.count(
                || format!("{}: {}", what(), told(&check)),
                check.status.code() == Some(2),
            );
            let commands: [&[&str]; 3] = [&["search", "shelter"], &["quotes", "rain"], &["status"]];
            let asked = commands[(at % 3) as usize];
            let answer = self.run(&index, asked);
            lived.count(
                || format!("{}: {asked:?} {}", what(), told(&answer)),
                answer.status.code().is_some_and(|code| code < 3),
            );
            fs::write(file, whole).unwrap();
            if at % 10 == 0 {
                self.index_damaged(&index, file, &mut lived);
            }
        }
        // Mended, it is whole, and behind the corpus, which was changed meanwhile.
        let check = self.run(&index, &["check"]);
        found.count(|| told(&check), check.status.code() == Some(1));
        (found, lived)
    }

    /// A run over a damaged copy ends with a word or mends it.
    fn index_damaged(&mut self, index: &Path, file: &Path, lived: &mut Tally) {
        let copy = self.directory.path().join("copy");
        let _ = fs::remove_dir_all(&copy);
        copy_all(index, &copy);
        let file = copy.join(file.strip_prefix(index).unwrap());
        let whole = fs::read(&file).unwrap();
        let how = self.spoil(&file, &whole);
        self.write_release(0);
        let run = self.index(&copy);
        let told_so = run.status.code() == Some(2) && !run.stderr.is_empty();
        let mended =
            run.status.code() == Some(0) && self.run(&copy, &["check"]).status.code() == Some(0);
        lived.count(
            || format!("index after {how} of {}: {}", file.display(), told(&run)),
            told_so || mended,
        );
    }

    /// Damages a file in one of four ways and says how.
    fn spoil(&mut self, file: &Path, whole: &[u8]) -> String {
        loop {
            let mut bytes = whole.to_vec();
            let at = self.dice.roll(bytes.len() as u64) as usize;
            let how = match self.dice.roll(4) {
                0 => {
                    let bit = self.dice.roll(8);
                    bytes[at] ^= 1 << bit;
                    format!("bit {bit} of byte {at}")
                }
                1 => {
                    bytes.truncate(at);
                    format!("the end from byte {at}")
                }
                2 => {
                    let end = (at + 512).min(bytes.len());
                    bytes[at..end].fill(0);
                    format!("zeros from byte {at}")
                }
                _ => {
                    fs::remove_file(file).unwrap();
                    return "all".into();
                }
            };
            if bytes != whole {
                fs::write(file, bytes).unwrap();
                return how;
            }
        }
    }

    fn rebuild(&mut self) -> Tally {
        let index = self.directory.path().join("rebuilt");
        let mut tally = Tally::default();
        self.index(&index);
        for at in 0..20 {
            self.change();
            let mut child = self
                .index_command(&index)
                .arg("--rebuild")
                .stdout(Stdio::null())
                .spawn()
                .unwrap();
            let (mut asked, mut answered) = (0, 0);
            while child.try_wait().unwrap().is_none() || asked == 0 {
                asked += 1;
                let search = self.run(&index, &["search", "shelter"]);
                answered += u64::from(search.status.success());
            }
            let same = self.dump(&index) == Ok(self.fresh());
            let builds = fs::read_dir(&index).unwrap().flatten();
            let builds = builds.filter(|entry| entry.path().is_dir()).count();
            tally.count(
                || {
                    format!(
                        "rebuild {at}: {answered} of {asked} answered, same {same}, {builds} builds"
                    )
                },
                same && asked == answered && builds == 1,
            );
        }
        tally
    }
}

fn told(output: &Output) -> String {
    format!(
        "{}; {}",
        output.status,
        String::from_utf8_lossy(&output.stderr).trim()
    )
}

/// Every file of an index but its locks, which hold nothing, and its `.gitignore`.
fn files_of(index: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(index).sort_by_file_name() {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy();
        let counts = !name.ends_with(".lock") && name != ".gitignore";
        if entry.file_type().is_file() && counts {
            files.push(entry.path().to_owned());
        }
    }
    files
}

fn copy_all(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let place = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(place).unwrap();
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let program = arguments.next().unwrap_or_else(|| "dateline".into());
    let parts: Vec<String> = arguments.collect();
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|asked| asked == part);
    let mut bench = Bench::new(program.into());
    let mut results = Vec::new();
    if wanted("kill") {
        results.push(("D1 killed at random", bench.kill()));
    }
    if wanted("calls") {
        results.push(("D2 killed at a system call", bench.calls()));
    }
    if wanted("errors") {
        results.push(("D3 a system call fails", bench.errors()));
    }
    if wanted("full") {
        let full = bench.full();
        println!("D4: {} runs found the disk full", full.met);
        results.push(("D4 a disk that is full", full));
    }
    if wanted("damage") {
        let (found, lived) = bench.damage();
        results.push(("D5 damage found by check", found));
        results.push(("D5 commands that end in order", lived));
    }
    if wanted("rebuild") {
        results.push(("D6 rebuilds", bench.rebuild()));
    }
    let mut lost = false;
    for (name, tally) in &results {
        println!("{name}: {} of {}", tally.good, tally.all);
        for fault in &tally.faults {
            println!("  {fault}");
        }
        lost |= tally.good != tally.all;
    }
    if lost {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
