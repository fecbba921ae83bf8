//! The same release in every form gives the same title, date, speakers and quotations, and
//! a damaged or hostile document is read or named with a reason, in bounded time, by the
//! real binary. `tests/fixtures/formats/make.py` made the documents.

#![allow(
    clippy::unwrap_used,
    reason = "a fixture that cannot be read must fail the test"
)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats")
}

fn dateline(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command
        .args(arguments)
        .env_remove("DATELINE_INDEX")
        .output()
        .unwrap()
}

fn extract(path: &Path) -> Value {
    let output = dateline(&["extract", "--format", "json", path.to_str().unwrap()]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {told}", path.display());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What the same release must give in every form: white space in a quotation is the form's.
fn compared(report: &Value) -> Value {
    let list = |name: &str| report[name].as_array().unwrap().clone();
    let speakers: Vec<Value> = list("speakers")
        .iter()
        .map(|speaker| json!([speaker["name"], speaker["role"], speaker["organisation"]]))
        .collect();
    let folded = |text: &Value| {
        text.as_str()
            .unwrap()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let quotes: Vec<Value> = list("quotes")
        .iter()
        .map(|quote| {
            json!([
                folded(&quote["text"]),
                quote["kind"],
                quote["speaker"]["name"]
            ])
        })
        .collect();
    json!({
        "title": report["title"]["value"], "date": report["date"]["value"],
        "place": report["place"]["value"], "speakers": speakers, "quotes": quotes,
    })
}

#[test]
fn every_form_of_a_release_gives_the_same() {
    for (stem, speakers, quotes) in [("rescue", 2, 4), ("funding", 2, 3)] {
        let text = extract(&fixtures().join(format!("{stem}.txt")));
        let wanted = compared(&text);
        assert_eq!(wanted["speakers"].as_array().unwrap().len(), speakers);
        assert_eq!(wanted["quotes"].as_array().unwrap().len(), quotes);
        let forms = [
            ".md",
            ".eml",
            ".docx",
            ".odt",
            "-browser.pdf",
            "-office.pdf",
            "-hyphens.pdf",
            "-columns.pdf",
        ];
        for form in forms {
            let report = extract(&fixtures().join(format!("{stem}{form}")));
            assert_eq!(compared(&report), wanted, "{stem}{form}");
            let words = |report: &Value| -> Vec<String> {
                let text = report["text"].as_str().unwrap();
                text.split_whitespace()
                    .filter(|word| *word != "#")
                    .map(str::to_owned)
                    .collect()
            };
            assert_eq!(words(&report), words(&text), "{stem}{form}");
        }
    }
}

/// Bytes by a fixed rule, so that a failure comes again.
fn next(state: &mut u64) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state as usize
}

fn damaged(content: &[u8], state: &mut u64) -> Vec<u8> {
    let mut bytes = content.to_vec();
    if next(state).is_multiple_of(3) {
        bytes.truncate(next(state) % content.len());
    }
    for _ in 0..next(state) % 40 {
        let at = next(state) % bytes.len().max(1);
        if let Some(byte) = bytes.get_mut(at) {
            *byte ^= 1 << (next(state) % 8);
        }
    }
    bytes
}

#[test]
fn damaged_documents_are_read_or_named() {
    let corpus = tempfile::tempdir().unwrap();
    let mut state = 0x9E37_79B9_7F4A_7C15;
    let mut count = 0;
    for file in fs::read_dir(fixtures()).unwrap() {
        let path = file.unwrap().path();
        let ending = path.extension().unwrap().to_str().unwrap().to_owned();
        if !["pdf", "docx", "odt", "eml"].contains(&ending.as_str()) {
            continue;
        }
        let content = fs::read(&path).unwrap();
        for _ in 0..6 {
            let name = format!("damaged-{count}.{ending}");
            fs::write(corpus.path().join(name), damaged(&content, &mut state)).unwrap();
            count += 1;
        }
    }
    let good = ["rescue.txt", "funding-office.pdf"];
    good.iter().for_each(|name| {
        fs::copy(fixtures().join(name), corpus.path().join(name)).unwrap();
    });
    let account = index(corpus.path(), Duration::from_secs(60));
    assert_eq!(account["seen"], json!(count + good.len()));
    for skip in account["skips"].as_array().unwrap() {
        assert!(
            skip["path"].as_str().unwrap().starts_with("damaged-"),
            "{skip}"
        );
        assert!(!skip["reason"].as_str().unwrap().is_empty(), "{skip}");
    }
}

fn index(corpus: &Path, limit: Duration) -> Value {
    let begun = Instant::now();
    let output = dateline(&["index", "--format", "json", corpus.to_str().unwrap()]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(begun.elapsed() < limit, "it took {:?}", begun.elapsed());
    assert!(output.status.success(), "{told}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A PDF of these objects, each its number's content.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        writeln!(out, "{} 0 obj", at + 1).unwrap();
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    write!(out, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for place in places {
        writeln!(out, "{place:010} 00000 n ").unwrap();
    }
    let size = objects.len() + 1;
    write!(
        out,
        "trailer <</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    )
    .unwrap();
    out
}

fn page_of(content: &[u8], filter: &str, others: &[&str]) -> Vec<u8> {
    let mut stream = format!("<</Length {}{filter}>>\nstream\n", content.len()).into_bytes();
    stream.extend(content);
    stream.extend(b"\nendstream");
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>\
        /XObject<</X 6 0 R>>>>>>";
    let mut objects: Vec<Vec<u8>> = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        page.into(),
        stream,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_vec(),
    ];
    objects.extend(others.iter().map(|object| object.as_bytes().to_vec()));
    pdf(&objects)
}

/// Each with the reasons it may be given; which of them depends on the machine's memory.
fn hostile() -> Vec<(&'static str, Vec<u8>, &'static [&'static str])> {
    let catalog = b"<</Type/Catalog/Pages 2 0 R>>".to_vec();
    let recursive = pdf(&[
        catalog.clone(),
        b"<</Type/Pages/Kids[2 0 R 2 0 R]/Parent 2 0 R/Count 9>>".to_vec(),
    ]);
    let many = {
        let mut objects = vec![catalog, b"<</Type/Pages/Kids[]/Count 0>>".to_vec()];
        objects.extend((0..600_000).map(|_| b"<<>>".to_vec()));
        pdf(&objects)
    };
    let image = "<</Type/XObject/Subtype/Image/Width 1/Height 1/Length 1>>\nstream\nx\nendstream";
    let form = "<</Type/XObject/Subtype/Form/Resources<</XObject<</X 6 0 R>>>>/Length 11>>\nstream\n/X Do /X Do\nendstream";
    let runs = page_of(
        &[[129, b' '].repeat(2_000_000), vec![128]].concat(),
        "/Filter/RunLengthDecode",
        &[],
    );
    let nested = [b"BT ".to_vec(), b"[".repeat(500_000), b" TJ".to_vec()].concat();
    vec![
        ("recursive.pdf", recursive, &["damaged", "empty", "no-text"]),
        (
            "objects.pdf",
            many,
            &["damaged", "crashed", "took-too-long", "empty"],
        ),
        ("scan.pdf", page_of(b"/X Do", "", &[image]), &["no-text"]),
        ("forms.pdf", page_of(b"/X Do", "", &[form]), &["empty"]),
        ("bomb.pdf", runs, &["unpacks-too-large", "empty"]),
        (
            "nested.pdf",
            page_of(&nested, "", &[]),
            &["empty", "crashed", "damaged"],
        ),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<<".to_vec(), &["damaged"]),
    ]
}

#[test]
fn hostile_pdfs_are_named_and_the_good_ones_found() {
    let corpus = tempfile::tempdir().unwrap();
    let hostile = hostile();
    for (name, content, _) in &hostile {
        fs::write(corpus.path().join(name), content).unwrap();
    }
    fs::copy(
        fixtures().join("rescue-columns.pdf"),
        corpus.path().join("good.pdf"),
    )
    .unwrap();
    let account = index(corpus.path(), Duration::from_secs(60));
    assert_eq!(account["indexed"], json!(1), "{account}");
    let skips = account["skips"].as_array().unwrap();
    for (name, _, reasons) in &hostile {
        let skip = skips.iter().find(|skip| skip["path"] == *name).unwrap();
        let reason = skip["reason"].as_str().unwrap();
        assert!(reasons.contains(&reason), "{skip}");
    }
}

#[test]
fn a_scan_is_told_what_to_do() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("scan.pdf");
    let image = "<</Type/XObject/Subtype/Image/Width 1/Height 1/Length 1>>\nstream\nx\nendstream";
    fs::write(&path, page_of(b"/X Do", "", &[image])).unwrap();
    let output = dateline(&["extract", path.to_str().unwrap()]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        told.contains("pictures of pages and no text; run OCR"),
        "{told}"
    );
}
