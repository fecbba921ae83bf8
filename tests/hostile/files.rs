//! The files of the hostile corpus, all of them made here.

use std::ffi::OsStr;
use std::fs;
use std::io::{Cursor, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use rustix::fs::{CWD, Mode, OFlags};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Stands in every good release and in no bad one.
pub const PHRASE: &str = "\"lighthouse keepers of Torne\"";

/// A corpus in a directory of its own. Its tree is too deep for the standard library to remove.
pub struct Folder {
    directory: tempfile::TempDir,
    _socket: UnixListener,
}

/// A hostile file by its path below the corpus, and whether it has to be named as lost. Of the
/// others some are read, for what is odd is only their name, or not damaged enough to tell.
pub struct Bad {
    pub path: String,
    pub is_lost: bool,
}

impl Folder {
    pub fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        fs::create_dir(directory.path().join("good")).unwrap();
        fs::create_dir(directory.path().join("bad")).unwrap();
        let _socket = UnixListener::bind(directory.path().join("bad/socket")).unwrap();
        Self { directory, _socket }
    }

    pub fn root(&self) -> &Path {
        self.directory.path()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = Command::new("rm").arg("-rf").arg(self.path("bad")).status();
    }
}

/// A hundred releases in every form that is read, a file each; their paths.
pub fn good(folder: &Folder) -> Vec<String> {
    let made = (0..100).map(|at| {
        let title = format!("Harbour notice {at}");
        let body = format!("HALDVIK, 3 May 2024 - The lighthouse keepers of Torne sent notice {at}.");
        let text = format!("{title}\n\n{body}\n");
        let record = serde_json::json!({"id": format!("n{at}"), "title": title, "date": "2024-05-03", "text": body});
        let (ending, bytes) = match at % 10 {
            0 => ("md", format!("---\ntitle: {title}\n---\n{body}\n").into_bytes()),
            1 => ("json", record.to_string().into_bytes()),
            2 => ("ndjson", format!("{record}\n").into_bytes()),
            3 => ("csv", format!("id;title;text\nn{at};{title};{body}\n").into_bytes()),
            4 => ("txt.gz", gz(text.as_bytes())),
            5 => ("zip", archive(&[("release.txt", text.as_bytes())])),
            _ => ("txt", text.into_bytes()),
        };
        let path = format!("good/{at:03}.{ending}");
        fs::write(folder.path(&path), bytes).unwrap();
        path
    });
    made.collect()
}

/// The hostile files.
pub fn hostile(folder: &Folder) -> Vec<Bad> {
    let mut bad = Vec::new();
    let mut add = |path: &str, is_lost: bool| {
        let path = path.to_owned();
        bad.push(Bad { path, is_lost });
    };
    add("bad/socket", true);
    special(folder, &mut add);
    names(folder, &mut add);
    for (name, bytes) in bombs().into_iter().chain(nonsense()) {
        let path = format!("bad/{name}");
        fs::write(folder.path(&path), bytes).unwrap();
        add(&path, true);
    }
    damaged(folder, &mut add);
    bad
}

/// What is no file, or has no end.
fn special(folder: &Folder, add: &mut dyn FnMut(&str, bool)) {
    let fifo = Command::new("mkfifo")
        .arg(folder.path("bad/fifo"))
        .status()
        .unwrap();
    assert!(fifo.success());
    add("bad/fifo", true);
    for (name, target) in [
        ("zero", "/dev/zero"),
        ("null.txt", "/dev/null"),
        ("self", "self"),
        ("ping", "pong"),
        ("pong", "ping"),
        ("broken", "nowhere"),
        ("up", ".."),
        ("here", "."),
        ("root", "/"),
        ("passwd", "/etc/passwd"),
    ] {
        let path = format!("bad/{name}");
        symlink(target, folder.path(&path)).unwrap();
        add(&path, true);
    }
    for name in [
        "sparse.txt",
        "sparse.ndjson",
        "sparse.csv",
        "sparse.gz",
        "sparse",
    ] {
        let path = format!("bad/{name}");
        let file = fs::File::create(folder.path(&path)).unwrap();
        file.set_len(20 << 30).unwrap();
        add(&path, true);
    }
    fs::write(folder.path("bad/growing.txt"), "It grows.\n").unwrap();
    add("bad/growing.txt", false);
    let closed = folder.path("bad/closed.txt");
    fs::write(&closed, "Closed to us, unless we may read all.").unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    add("bad/closed.txt", fs::File::open(&closed).is_err());
    deep_tree(folder);
    add("bad/deep", true);
}

/// 5,000 directories in each other, whose path is longer than the system takes.
fn deep_tree(folder: &Folder) {
    let flags = OFlags::DIRECTORY | OFlags::RDONLY;
    let mut above = rustix::fs::openat(CWD, folder.path("bad"), flags, Mode::empty()).unwrap();
    for name in std::iter::once("deep").chain(std::iter::repeat_n("d", 4_999)) {
        rustix::fs::mkdirat(&above, name, Mode::RWXU).unwrap();
        above = rustix::fs::openat(&above, name, flags, Mode::empty()).unwrap();
    }
}

/// Names that are no text, or are more than that. The files are read.
fn names(folder: &Folder, add: &mut dyn FnMut(&str, bool)) {
    for (name, key) in [
        (&b"caf\xE9.txt"[..], r"bad/caf\xE9.txt"),
        (b"\xFF\xFE\x80.md", r"bad/\xFF\xFE\x80.md"),
        (b"new\nline.txt", "bad/new\nline.txt"),
        (
            b"\x1b[31mred\x1b]0;owned\x07.txt",
            "bad/\u{1b}[31mred\u{1b}]0;owned\u{7}.txt",
        ),
        ("\u{202e}txt.exe".as_bytes(), "bad/\u{202e}txt.exe"),
        (b"back\\slash\r.txt", "bad/back\\slash\r.txt"),
        (b"--help", "bad/--help"),
        (b"#1#2.txt", "bad/#1#2.txt"),
    ] {
        let text = format!("Odd name {key:?}\n\nThe quay is closed.\n");
        fs::write(folder.path("bad").join(OsStr::from_bytes(name)), text).unwrap();
        add(key, false);
    }
    // And as names in an archive, where one of them cannot be read.
    let odd = archive(&[
        ("../../\u{1b}[2J\n.txt", b"The quay is open."),
        ("\u{7}bell.txt", b""),
    ]);
    fs::write(folder.path("bad/names.zip"), odd).unwrap();
    add("bad/names.zip", true);
}

/// What is small and unpacks, or opens up, to much.
fn bombs() -> Vec<(&'static str, Vec<u8>)> {
    let zeros = vec![b' '; 64 << 20];
    let (gz_bomb, zip_bomb) = (gz(&zeros), archive(&[("a.txt", &zeros)]));
    let mut deep = archive(&[("a.txt", b"Deep.")]);
    for _ in 0..10 {
        deep = archive(&[("a.zip", &deep)]);
    }
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    packed.write_all(&zeros).unwrap();
    let mut full = archive(&[("a.txt", b"Few.")]);
    // The archive says that it has 65,535 entries; a stricter limit holds beyond.
    let end = full.len() - 14;
    full[end..end + 4].copy_from_slice(&[0xFF; 4]);
    vec![
        ("bomb-twice.gz", gz(&gz_bomb)),
        (
            "bomb.ndjson.gz",
            gz(&[b"{\"text\": \"", &zeros[..], b"\"}"].concat()),
        ),
        ("bomb.csv.gz", gz(&[b"text\n\"", &zeros[..]].concat())),
        ("bomb-in.zip", archive(&[("b.zip", &zip_bomb)])),
        ("bomb.gz", gz_bomb),
        ("bomb.zip", zip_bomb),
        ("deep.zip", deep),
        ("many.zip", full),
        ("bomb.pdf", pdf(&packed.finish().unwrap())),
        ("bomb.docx", archive(&[("word/document.xml", &zeros)])),
        (
            "divs.html",
            format!("<!DOCTYPE html><body>{}", "<div>".repeat(200_000)).into_bytes(),
        ),
        (
            "deep.json",
            format!("{{\"text\": {}", "[".repeat(200_000)).into_bytes(),
        ),
        (
            "deeper.json",
            format!("{}{}", "[".repeat(200_000), "]".repeat(200_000)).into_bytes(),
        ),
        (
            "deep.xml",
            format!("<?xml version='1.0'?>{}", "<a>".repeat(200_000)).into_bytes(),
        ),
        (
            "row.ndjson",
            format!("{{\"text\": \"{}\"}}\n", "x".repeat(20 << 20)).into_bytes(),
        ),
        (
            "row.csv",
            format!("text\n\"{}\"\n", "x".repeat(20 << 20)).into_bytes(),
        ),
        ("rows.ndjson", "{\n".repeat(300_000).into_bytes()),
        (
            "columns.csv",
            format!("text{}\n", ",".repeat(2 << 20)).into_bytes(),
        ),
    ]
}

/// What is nothing, or of no form.
fn nonsense() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("empty.txt", Vec::new()),
        ("blank.txt", b" \n\t\r\n".repeat(100)),
        ("mark.txt", b"\xEF\xBB\xBF".to_vec()),
        ("controls.txt", (1..=8).cycle().take(4096).collect()),
        ("zeros.md", vec![0; 4096]),
        ("program", b"\x7fELF\x02\x01\x01\0\0\0\0\0".to_vec()),
        (
            "surrogates.txt",
            [&b"\xFF\xFE"[..], &[b'a', 0, 0, 0xD8].repeat(400)].concat(),
        ),
        ("picture.txt", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec()),
        ("no-header.csv", b"1,One,Two\n2,Three,Four\n".to_vec()),
        (
            "no-text.json",
            b"{\"name\": \"package\", \"version\": 3}".to_vec(),
        ),
        ("no-text.ndjson", b"{\"a\": 1}\n{\"a\": 2}\n".to_vec()),
        ("numbers.json", b"[1, 2, 3]".to_vec()),
        ("none.json", b"[]".to_vec()),
        ("header.csv", b"title,text\n".to_vec()),
        ("quote.csv", b"title,text\na,\"b\nc,d\ne,f\n".to_vec()),
        ("ragged.csv", b"title,text\na,b,c,d\n".to_vec()),
        ("empty.zip", archive(&[])),
        ("empty.gz", gz(b"")),
        ("archive.7z", b"7z\xBC\xAF\x27\x1C\0\x04".to_vec()),
    ]
}

/// Documents of every kind cut off, and with bits turned over. Where a checksum or the form
/// itself tells, the damage has to be told; of the others some can be read all the same.
fn damaged(folder: &Folder, add: &mut dyn FnMut(&str, bool)) {
    let prose = "The quay is closed while the crane is mended. ".repeat(60);
    let record = serde_json::json!({"title": "Quay", "text": prose}).to_string();
    let text = prose.as_bytes();
    let kinds: Vec<(&str, Vec<u8>, bool)> = vec![
        ("txt.gz", gz(text), true),
        ("zip", archive(&[("a.txt", text)]), true),
        ("ndjson.gz", gz(record.as_bytes()), true),
        ("pdf", pdf(b"x"), false),
        ("docx", archive(&[("word/document.xml", text)]), false),
        (
            "odt",
            archive(&[
                ("mimetype", b"application/vnd.oasis.opendocument.text"),
                ("content.xml", text),
            ]),
            false,
        ),
        (
            "eml",
            format!("Message-ID: <1@a.example>\nFrom: a@a.example\nSubject: Quay\n\n{prose}")
                .into_bytes(),
            false,
        ),
        (
            "html",
            format!("<!DOCTYPE html><title>Quay</title><p>{prose}</p>").into_bytes(),
            false,
        ),
        (
            "rss.xml",
            format!(
                "<?xml version='1.0'?><rss><channel><item><title>Quay</title><description>{prose}"
            )
            .into_bytes(),
            false,
        ),
        ("rtf", format!("{{\\rtf1 {prose}}}").into_bytes(), false),
        (
            "md",
            format!("---\ntitle: Quay\n---\n{prose}").into_bytes(),
            false,
        ),
        ("txt", text.to_vec(), false),
    ];
    for (kind, whole, told) in kinds {
        for (share, name) in [(3, "third"), (2, "half")] {
            let path = format!("bad/cut-{name}.{kind}");
            fs::write(folder.path(&path), &whole[..whole.len() / share]).unwrap();
            add(&path, told);
        }
        let mut flipped = whole.clone();
        // A checksum stands at the end of gzip; in an archive the middle is packed text.
        let at = if kind.ends_with("gz") {
            whole.len() - 7
        } else {
            whole.len() / 4
        };
        flipped[at] ^= 0x55;
        let path = format!("bad/flipped.{kind}");
        fs::write(folder.path(&path), flipped).unwrap();
        add(&path, told);
    }
    for (kind, broken) in [
        ("json", &record[..record.len() - 3]),
        ("ndjson", &record[..record.len() / 2]),
    ] {
        let path = format!("bad/cut.{kind}");
        fs::write(folder.path(&path), broken).unwrap();
        add(&path, true);
    }
}

fn pdf(stream: &[u8]) -> Vec<u8> {
    let head = format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n\
         4 0 obj<</Length {}/Filter/FlateDecode>>stream\n",
        stream.len()
    );
    let tail = b"\nendstream endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n";
    [head.as_bytes(), stream, tail].concat()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
