//! The walk over a corpus: [`Walk`] lists every file once, in a fixed order.
//!
//! It looks at names and metadata only. A link to a file is followed when its
//! target lies inside the corpus; a link to a directory never is, for its files
//! come up where they lie. A directory named on its own is walked on its own,
//! even when it lies inside another.

use std::collections::VecDeque;
use std::fs::{FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::SETTINGS;
use super::ignored::{IGNORE_FILE, Ignored};
use super::key::key_of;
use super::skip::{SkipReason, Skipped};
use super::{Corpus, open};

/// A regular file of the corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEntry {
    /// Its path below the corpus' base, as [`key_of`] writes it; unique in the corpus.
    pub key: String,
    /// Where to read it; of a link, its target.
    pub path: PathBuf,
    /// Bytes, when it was listed.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970.
    pub modified: i64,
    /// When its entry in the file system was last changed, likewise; 0 where that is not kept.
    pub changed: i64,
}

impl FileEntry {
    /// The file's own name, the last part of its key.
    pub fn file_name(&self) -> &str {
        self.key.rsplit('/').next().unwrap_or_default()
    }
}

/// Lists the files of a corpus; made by [`Corpus::walk`].
pub struct Walk {
    base: PathBuf,
    roots: Vec<PathBuf>,
    waiting: VecDeque<PathBuf>,
    current: Option<walkdir::IntoIter>,
    ignored: Ignored,
    skipped: VecDeque<Skipped>,
}

impl Walk {
    pub(super) fn new(corpus: &Corpus) -> Self {
        Self {
            base: corpus.base.clone(),
            roots: corpus.roots.clone(),
            waiting: corpus.roots.clone().into(),
            current: None,
            ignored: Ignored::default(),
            skipped: VecDeque::new(),
        }
    }

    fn next_from_tree(&mut self) -> Option<walkdir::Result<walkdir::DirEntry>> {
        loop {
            if let Some(entry) = self.current.as_mut().and_then(Iterator::next) {
                return Some(entry);
            }
            let root = self.waiting.pop_front()?;
            self.ignored = Ignored::default();
            self.current = Some(
                walkdir::WalkDir::new(root)
                    .follow_links(false)
                    .sort_by_file_name()
                    .into_iter(),
            );
        }
    }

    /// Goes into a directory, or steps over one that is hidden, ignored or walked on its own.
    fn enter(&mut self, entry: &walkdir::DirEntry) {
        let named = entry.depth() > 0 && self.roots.iter().any(|root| root == entry.path());
        if named || self.passed_over(entry, true) {
            if let Some(tree) = &mut self.current {
                tree.skip_current_dir();
            }
            return;
        }
        for reason in self.ignored.enter(entry.path(), entry.depth()) {
            let path = key_of(&self.base, &entry.path().join(IGNORE_FILE));
            self.skipped.push_back(Skipped { path, reason });
        }
    }

    fn passed_over(&mut self, entry: &walkdir::DirEntry, is_directory: bool) -> bool {
        if entry.depth() == 0 {
            return false;
        }
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        hidden
            || !is_directory && self.is_settings(entry.path())
            || self
                .ignored
                .matches(entry.path(), entry.depth(), is_directory)
    }

    /// Whether a file is one of ours at the top of the corpus.
    fn is_settings(&self, path: &Path) -> bool {
        path.parent() == Some(&*self.base)
            && path
                .file_name()
                .is_some_and(|name| SETTINGS.iter().any(|ours| *ours == name))
    }

    fn file(&self, entry: &walkdir::DirEntry) -> Result<FileEntry, Skipped> {
        let key = key_of(&self.base, entry.path());
        let found = if entry.path_is_symlink() {
            self.linked(entry.path())
        } else {
            let metadata = entry
                .metadata()
                .map_err(|error| refusal(io::Error::from(error)));
            metadata.map(|metadata| (entry.path().to_owned(), metadata))
        };
        let described = found.and_then(|(path, metadata)| match kind_of(metadata.file_type()) {
            Some(reason) => Err(reason),
            None => Ok((path, metadata)),
        });
        match described {
            Ok((path, metadata)) => Ok(FileEntry {
                key,
                path,
                size: metadata.len(),
                modified: modified(&metadata),
                changed: changed(&metadata),
            }),
            Err(reason) => Err(Skipped { path: key, reason }),
        }
    }

    /// The target of the link at `path`, when it is a file inside the corpus.
    fn linked(&self, path: &Path) -> Result<(PathBuf, Metadata), SkipReason> {
        let target = path.canonicalize().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => SkipReason::BrokenLink,
            _ if open::is_link_loop(&error) => SkipReason::LinkLoop,
            _ => refusal(error),
        })?;
        if !self.roots.iter().any(|root| target.starts_with(root)) {
            let above = self.roots.iter().any(|root| root.starts_with(&target));
            return Err(if above {
                SkipReason::LinkLoop
            } else {
                SkipReason::LinkOutside
            });
        }
        let metadata = target.symlink_metadata().map_err(refusal)?;
        if !metadata.is_dir() {
            return Ok((target, metadata));
        }
        let leads_up = path
            .parent()
            .is_some_and(|parent| parent.starts_with(&target));
        Err(if leads_up {
            SkipReason::LinkLoop
        } else {
            SkipReason::LinkedDirectory
        })
    }

    fn unlisted(&self, error: walkdir::Error) -> Skipped {
        let path = error
            .path()
            .map_or_else(String::new, |path| key_of(&self.base, path));
        Skipped {
            path,
            reason: refusal(io::Error::from(error)),
        }
    }
}

impl Iterator for Walk {
    type Item = Result<FileEntry, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(skipped) = self.skipped.pop_front() {
                return Some(Err(skipped));
            }
            let entry = match self.next_from_tree()? {
                Ok(entry) => entry,
                Err(error) => return Some(Err(self.unlisted(error))),
            };
            if entry.file_type().is_dir() {
                self.enter(&entry);
            } else if !self.passed_over(&entry, false) {
                return Some(self.file(&entry));
            }
        }
    }
}

/// What keeps a file of this type from being read; none for a regular file.
pub(super) fn kind_of(kind: FileType) -> Option<SkipReason> {
    if kind.is_file() {
        return None;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return Some(SkipReason::Fifo);
        }
        if kind.is_socket() {
            return Some(SkipReason::Socket);
        }
        if kind.is_block_device() || kind.is_char_device() {
            return Some(SkipReason::Device);
        }
    }
    let kind = if kind.is_dir() {
        "it is a directory"
    } else {
        "it is no regular file"
    };
    Some(SkipReason::Unreadable(kind.into()))
}

/// Nanoseconds since 1970, as far as an `i64` goes (1677 to 2262).
pub(super) fn modified(metadata: &Metadata) -> i64 {
    let nanoseconds =
        |span: std::time::Duration| i64::try_from(span.as_nanos()).unwrap_or(i64::MAX);
    match metadata
        .modified()
        .map(|time| time.duration_since(UNIX_EPOCH))
    {
        Ok(Ok(after)) => nanoseconds(after),
        Ok(Err(before)) => -nanoseconds(before.duration()),
        Err(_) => 0,
    }
}

/// When the entry was changed: its content, name, place or rights.
#[cfg(unix)]
fn changed(metadata: &Metadata) -> i64 {
    use std::os::unix::fs::MetadataExt;

    let seconds = metadata.ctime().saturating_mul(1_000_000_000);
    seconds.saturating_add(metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_metadata: &Metadata) -> i64 {
    0
}

fn refusal(error: io::Error) -> SkipReason {
    match error.kind() {
        io::ErrorKind::NotFound => SkipReason::Changed,
        _ => SkipReason::Unreadable(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Reader, path_of};
    use std::fs;

    /// A corpus in a directory of its own, which goes when it is dropped.
    struct Folder {
        directory: tempfile::TempDir,
    }

    impl Folder {
        fn new(files: &[&str]) -> Self {
            let folder = Self {
                directory: tempfile::tempdir().unwrap(),
            };
            for file in files {
                folder.write(file, "The council met on Friday.");
            }
            folder
        }

        fn path(&self, name: &str) -> PathBuf {
            self.directory.path().join(name)
        }

        fn write(&self, name: &str, content: &str) {
            fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
            fs::write(self.path(name), content).unwrap();
        }

        /// What the walk says, a line each: a key, or a key with the reason's name.
        fn walked(&self) -> Vec<String> {
            walked(&[self.directory.path().to_owned()])
        }
    }

    fn walked(roots: &[PathBuf]) -> Vec<String> {
        let corpus = Corpus::open(roots).unwrap();
        corpus
            .walk()
            .map(|found| match found {
                Ok(entry) => entry.key,
                Err(skipped) => format!("{}: {}", skipped.path, skipped.reason.name()),
            })
            .collect()
    }

    #[test]
    fn files_come_by_name_and_the_same_every_time() {
        let folder = Folder::new(&["b.txt", "a/z.txt", "a/b/c.txt", "c.txt", "B.txt"]);
        let first = folder.walked();
        assert_eq!(first, ["B.txt", "a/b/c.txt", "a/z.txt", "b.txt", "c.txt"]);
        assert_eq!(folder.walked(), first);
    }

    #[test]
    fn hidden_files_and_directories_are_no_part_of_it() {
        let folder = Folder::new(&[
            ".dateline/meta.json",
            ".git/HEAD",
            ".hidden",
            "a/.b/c.txt",
            "d.txt",
        ]);
        assert_eq!(folder.walked(), ["d.txt"]);
    }

    #[test]
    fn settings_at_the_top_are_no_releases() {
        let folder = Folder::new(&["a.txt", "d/organisations.toml", "organisations.toml"]);
        assert_eq!(folder.walked(), ["a.txt", "d/organisations.toml"]);
    }

    #[test]
    fn ignored_files_are_no_part_of_it_and_the_deepest_word_counts() {
        let folder = Folder::new(&[
            "a.log",
            "a.txt",
            "d/b.log",
            "d/keep.log",
            "drafts/e.txt",
            "d/drafts/f.txt",
        ]);
        folder.write(".datelineignore", "# drafts of ours\n*.log\n/drafts/\n");
        folder.write("d/.datelineignore", "\u{feff}!keep.log\n");
        assert_eq!(folder.walked(), ["a.txt", "d/drafts/f.txt", "d/keep.log"]);
    }

    #[test]
    fn an_ignore_file_holds_for_its_own_directory_only() {
        let folder = Folder::new(&["a/x.txt", "a/sub/x.txt", "b/x.txt", "x.txt"]);
        folder.write("a/.datelineignore", "x.txt\n");
        assert_eq!(folder.walked(), ["b/x.txt", "x.txt"]);
    }

    #[test]
    fn a_pattern_that_is_none_is_told_and_the_others_hold() {
        let folder = Folder::new(&["a.txt", "b.txt"]);
        folder.write(".datelineignore", "{a\nb.txt\n");
        assert_eq!(
            folder.walked(),
            [".datelineignore: bad-ignore-pattern", "a.txt"]
        );
    }

    #[test]
    fn several_directories_share_the_deepest_parent() {
        let folder = Folder::new(&["x/a/1.txt", "x/b/2.txt", "x/c/3.txt"]);
        let roots = [folder.path("x/b"), folder.path("x/a"), folder.path("x/a/.")];
        let corpus = Corpus::open(&roots).unwrap();
        assert_eq!(corpus.base(), folder.path("x").canonicalize().unwrap());
        assert_eq!(corpus.roots().len(), 2);
        assert_eq!(walked(&roots), ["a/1.txt", "b/2.txt"]);
    }

    #[test]
    fn a_directory_inside_another_is_walked_once_and_on_its_own_terms() {
        let folder = Folder::new(&["a.txt", ".drafts/b.txt", "in/c.txt"]);
        let roots = [folder.path(""), folder.path(".drafts"), folder.path("in")];
        assert_eq!(walked(&roots), ["a.txt", ".drafts/b.txt", "in/c.txt"]);
    }

    #[test]
    fn a_corpus_that_cannot_be_opened_says_what_to_do() {
        let folder = Folder::new(&["a.txt"]);
        let said = |roots: &[PathBuf]| Corpus::open(roots).unwrap_err().to_string();
        assert_eq!(said(&[]), "no directory given; name at least one");
        let file = folder.path("a.txt");
        let expected = format!(
            "{} is not a directory; give the directory it lies in",
            file.display()
        );
        assert_eq!(said(&[file]), expected);
        let missing = said(&[folder.path("none")]);
        assert!(
            missing.ends_with("give a directory that exists and may be read"),
            "{missing}"
        );
    }

    #[test]
    fn an_entry_knows_size_and_time() {
        let folder = Folder::new(&["a.txt"]);
        let corpus = Corpus::open(&[folder.path("")]).unwrap();
        let entry = corpus.walk().next().unwrap().unwrap();
        assert_eq!(entry.size, 26);
        assert!(
            entry.modified > 1_600_000_000_000_000_000,
            "{}",
            entry.modified
        );
        assert_eq!(path_of(corpus.base(), &entry.key), entry.path);
    }

    #[test]
    fn a_time_before_1970_is_negative() {
        let folder = Folder::new(&["a.txt"]);
        let time = UNIX_EPOCH - std::time::Duration::from_secs(2);
        fs::File::options()
            .write(true)
            .open(folder.path("a.txt"))
            .unwrap()
            .set_modified(time)
            .unwrap();
        let entry = Corpus::open(&[folder.path("")])
            .unwrap()
            .walk()
            .next()
            .unwrap()
            .unwrap();
        assert_eq!(entry.modified, -2_000_000_000);
    }

    #[test]
    fn a_file_over_the_limit_is_listed_but_not_opened() {
        let folder = Folder::new(&[]);
        let size = 20 * 1024 * 1024 * 1024;
        fs::File::create(folder.path("huge.txt"))
            .unwrap()
            .set_len(size)
            .unwrap();
        let entry = Corpus::open(&[folder.path("")])
            .unwrap()
            .walk()
            .next()
            .unwrap()
            .unwrap();
        let reader = Reader::default();
        let limits = reader.limits;
        let reason = reader.read(&entry).unwrap_err();
        assert_eq!(
            reason,
            SkipReason::TooLarge {
                size,
                limit: limits.max_bytes
            }
        );
    }

    #[test]
    fn a_file_that_is_gone_has_changed() {
        let folder = Folder::new(&["a.txt"]);
        let entry = Corpus::open(&[folder.path("")])
            .unwrap()
            .walk()
            .next()
            .unwrap()
            .unwrap();
        fs::remove_file(folder.path("a.txt")).unwrap();
        assert_eq!(Reader::default().read(&entry), Err(SkipReason::Changed));
    }

    #[cfg(unix)]
    mod unix {
        use super::*;
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        use std::os::unix::fs::{PermissionsExt, symlink};
        use std::os::unix::net::UnixListener;

        fn make_fifo(path: &Path) {
            let status = std::process::Command::new("mkfifo")
                .arg(path)
                .status()
                .unwrap();
            assert!(status.success());
        }

        #[test]
        fn a_link_to_a_file_inside_is_followed() {
            let folder = Folder::new(&["a/b.txt"]);
            symlink("a/b.txt", folder.path("link.txt")).unwrap();
            let corpus = Corpus::open(&[folder.path("")]).unwrap();
            let entries: Vec<FileEntry> = corpus.walk().map(Result::unwrap).collect();
            let keys: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
            assert_eq!(keys, ["a/b.txt", "link.txt"]);
            assert_eq!(entries[0].path, entries[1].path);
            let read = Reader::default().read(&entries[1]).unwrap();
            assert_eq!(read.items[0].release.file_name, "link.txt");
        }

        #[test]
        fn every_other_link_says_where_it_leads() {
            let outside = Folder::new(&["o.txt"]);
            let folder = Folder::new(&["d/a.txt"]);
            let links = [
                ("broken", folder.path("none")),
                ("outside", outside.path("o.txt")),
                ("outside-directory", outside.path("")),
                ("self", folder.path("self")),
                ("ping", folder.path("pong")),
                ("pong", folder.path("ping")),
                ("sibling", folder.path("d")),
                ("d/up", folder.path("")),
                ("d/above", folder.path("").parent().unwrap().to_owned()),
            ];
            for (name, target) in links {
                symlink(target, folder.path(name)).unwrap();
            }
            assert_eq!(
                folder.walked(),
                [
                    "broken: broken-link",
                    "d/a.txt",
                    "d/above: link-loop",
                    "d/up: link-loop",
                    "outside: link-outside",
                    "outside-directory: link-outside",
                    "ping: link-loop",
                    "pong: link-loop",
                    "self: link-loop",
                    "sibling: linked-directory",
                ]
            );
        }

        #[test]
        fn what_is_no_regular_file_is_skipped_by_kind() {
            let folder = Folder::new(&["a.txt"]);
            make_fifo(&folder.path("fifo"));
            let _listener = UnixListener::bind(folder.path("socket")).unwrap();
            assert_eq!(folder.walked(), ["a.txt", "fifo: fifo", "socket: socket"]);
        }

        #[test]
        fn a_file_that_became_a_pipe_does_not_hang() {
            let folder = Folder::new(&["a.txt"]);
            let entry = Corpus::open(&[folder.path("")])
                .unwrap()
                .walk()
                .next()
                .unwrap()
                .unwrap();
            fs::remove_file(folder.path("a.txt")).unwrap();
            make_fifo(&folder.path("a.txt"));
            assert_eq!(Reader::default().read(&entry), Err(SkipReason::Fifo));
        }

        #[test]
        fn a_file_that_became_a_link_is_not_followed() {
            let folder = Folder::new(&["a.txt", "b.txt"]);
            let entry = Corpus::open(&[folder.path("")])
                .unwrap()
                .walk()
                .next()
                .unwrap()
                .unwrap();
            fs::remove_file(folder.path("a.txt")).unwrap();
            symlink("b.txt", folder.path("a.txt")).unwrap();
            assert_eq!(Reader::default().read(&entry), Err(SkipReason::Changed));
        }

        #[test]
        fn a_device_is_named() {
            let reason = Reader::default().read_path(Path::new("/dev/null"));
            assert_eq!(reason, Err(SkipReason::Device));
        }

        #[test]
        fn an_ignore_file_that_is_a_pipe_is_told_and_does_not_hang() {
            let folder = Folder::new(&["a.txt"]);
            make_fifo(&folder.path(".datelineignore"));
            assert_eq!(folder.walked(), [".datelineignore: fifo", "a.txt"]);
        }

        #[test]
        fn names_of_any_bytes_survive() {
            let folder = Folder::new(&["new\nline.txt", "\u{1b}[31mred.txt"]);
            let name = OsStr::from_bytes(b"caf\xE9.txt");
            fs::write(folder.directory.path().join(name), "Text.").unwrap();
            assert_eq!(
                folder.walked(),
                ["\u{1b}[31mred.txt", r"caf\xE9.txt", "new\nline.txt"]
            );
            let corpus = Corpus::open(&[folder.path("")]).unwrap();
            for entry in corpus.walk().map(Result::unwrap) {
                assert_eq!(path_of(corpus.base(), &entry.key), entry.path);
                Reader::default().read(&entry).unwrap();
            }
        }

        #[test]
        fn what_may_not_be_read_is_told() {
            let folder = Folder::new(&["closed/a.txt", "closed.txt", "open.txt"]);
            let close = |name: &str, mode| {
                fs::set_permissions(folder.path(name), fs::Permissions::from_mode(mode)).unwrap();
            };
            close("closed", 0o000);
            close("closed.txt", 0o000);
            // Root reads whatever its mode, so there is nothing to see.
            if fs::read_dir(folder.path("closed")).is_err() {
                assert_eq!(
                    folder.walked(),
                    ["closed: unreadable", "closed.txt", "open.txt"]
                );
                let entry = Corpus::open(&[folder.path("")])
                    .unwrap()
                    .walk()
                    .flatten()
                    .next()
                    .unwrap();
                assert_eq!(
                    Reader::default().read(&entry).unwrap_err().name(),
                    "unreadable"
                );
            }
            close("closed", 0o700);
        }
    }
}
