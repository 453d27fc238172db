//! The page in a real browser: it opens from disk, asks for nothing, complains of nothing, changes its language,
//! and shows the numbers of the files.
//!
//! Chromium is driven over WebDriver in a few lines of HTTP. Where chromedriver is not installed the test says so
//! and passes, unless `HUZHU_BROWSER=required`, which the checks of the project set.

#[path = "support/program.rs"]
mod program;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use huzhu::table::Table;
use serde_json::{Value, json};

use program::{TWO_WAYS, area, printed};

/// Longest that anything may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A browser and the driver that steers it; both end with it.
struct Browser {
    driver: Child,
    port: u16,
    session: String,
}

impl Browser {
    /// Starts a browser without a window; none where there is no chromedriver.
    fn start(profile: &Path) -> Option<Self> {
        let spawned = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut driver = spawned.ok()?;
        // The driver says on which port it listens: "... was started successfully on port 34567."
        let lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = lines.map_while(Result::ok).find_map(|it| {
            let (_, port) = it.split_once("successfully on port ")?;
            port.trim_end_matches('.').parse().ok()
        });
        let mut browser = Browser { driver, port: port.expect("chromedriver names its port"), session: String::new() };
        let folder = format!("--user-data-dir={}", profile.display());
        let mut arguments = vec!["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
        arguments.extend(["--disable-background-networking", "--disable-component-update", "--disable-sync", &folder]);
        arguments.push("--window-size=1400,1200");
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": { "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        } } });
        let session = browser.ask("POST", "/session", &wanted);
        browser.session = format!("/session/{}", session["sessionId"].as_str().expect("a session"));
        Some(browser)
    }

    /// One request to the driver.
    fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let body = if method == "POST" { body.to_string() } else { String::new() };
        let length = body.len();
        let head = format!("{method} {}{path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n", self.session, self.port);
        let head =
            format!("{head}Content-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
        stream.write_all((head + &body).as_bytes()).unwrap();
        let mut reader = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            if let Some((_, value)) = line.split_once(':').filter(|it| it.0.eq_ignore_ascii_case("content-length")) {
                length = value.trim().parse().unwrap();
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let mut answer = vec![0; length];
        reader.read_exact(&mut answer).unwrap();
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        assert!(answer["value"]["error"].is_null(), "{path}: {answer}");
        answer["value"].clone()
    }

    fn run(&self, script: &str) -> Value {
        self.ask("POST", "/execute/sync", &json!({ "script": script, "args": [] }))
    }

    fn open(&self, url: &str) {
        self.ask("POST", "/url", &json!({ "url": url }));
    }

    /// Waits until every chart is drawn in a language.
    fn wait_until_drawn(&self, language: &str) {
        let start = Instant::now();
        while self.run("return document.documentElement.dataset.drawn") != json!(language) {
            assert!(start.elapsed() < PATIENCE, "the charts are not drawn in {language}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn log(&self, kind: &str) -> Vec<Value> {
        self.ask("POST", "/se/log", &json!({ "type": kind })).as_array().unwrap().clone()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() && !std::thread::panicking() {
            self.ask("DELETE", "", &Value::Null);
        }
        // Ending the driver ends its browser too.
        _ = self.driver.kill();
        _ = self.driver.wait();
    }
}

/// Text that is seen in the answer, and the numbers marked in it: key, value and what is written.
const ANSWER: &str = "
    const seen = (it) => it.checkVisibility();
    const list = document.querySelector('.answer');
    const marks = [...list.querySelectorAll('b')].filter(seen);
    return [list.innerText, marks.map((it) => [it.dataset.key, Number(it.dataset.value), it.innerText]),
            document.title, document.documentElement.lang, document.querySelectorAll('figure .main-svg').length,
            document.querySelectorAll('figure').length,
            document.documentElement.scrollWidth <= document.documentElement.clientWidth];";

#[test]
fn a_page_opens_from_disk_without_a_network_in_both_languages_with_the_numbers_of_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let Some(browser) = Browser::start(&folder.path().join("profile")) else {
        let required = std::env::var_os("HUZHU_BROWSER").is_some_and(|it| it == "required");
        assert!(!required, "chromedriver is not installed, but HUZHU_BROWSER=required");
        eprintln!("skipped: chromedriver is not installed (apt-get install chromium chromium-driver)");
        return;
    };
    std::fs::write(folder.path().join("two.toml"), area(60, 200) + TWO_WAYS).unwrap();
    printed(&folder, &["compare", "./two.toml", "--out", "study", "--report"]);

    browser.open(&format!("file://{}", folder.path().join("study/report.html").display()));
    browser.wait_until_drawn("en");
    let english = browser.run(ANSWER);
    browser.run("document.getElementById('switch').click()");
    browser.wait_until_drawn("zh");
    let chinese = browser.run(ANSWER);

    let contrasts = Table::read("contrasts", &folder.path().join("study/contrasts.parquet")).unwrap();
    for (page, title, lang, word) in
        [(&english, "Two ways", "en", "replicates"), (&chinese, "两种办法", "zh-Hans", "次重复")]
    {
        assert_eq!((&page[2], &page[3]), (&json!(title), &json!(lang)));
        assert!(page[0].as_str().unwrap().contains(word), "{page}");
        // A chart is three layers of drawing; every figure has one.
        assert!(page[4].as_u64() >= page[5].as_u64() && page[5].as_u64() > Some(5), "{} of {} drawn", page[4], page[5]);
        assert_eq!(page[6], json!(true), "the page is wider than its window");
        let mut compared = 0;
        for mark in page[1].as_array().unwrap() {
            let key: Vec<&str> = mark[0].as_str().unwrap().split('.').collect();
            let ["contrasts", policy, measure, scope, column] = key.as_slice() else { continue };
            let row = contrasts.which(&[("policy", policy), ("measure", measure), ("scope", scope)])[0];
            let value = contrasts.number(column, row).unwrap();
            assert_eq!(mark[1].as_f64(), Some(value), "{mark}");
            // What is written is that value, in per cent with one decimal, or in yuan.
            let digits: String =
                mark[2].as_str().unwrap().replace('−', "-").chars().filter(|it| "-.0123456789".contains(*it)).collect();
            let shown: f64 = digits.parse().unwrap();
            let scale = if *measure == "spending_per_elder_year" { 1.0 } else { 100.0 };
            assert!((shown - value * scale).abs() <= 0.5 * if scale > 1.0 { 0.1 } else { 1.0 } + 1e-9, "{mark}");
            compared += 1;
        }
        assert!(compared >= 6, "{compared} numbers in {page}");
    }
    let columns = |page: &Value| page[1].as_array().unwrap().iter().map(|it| it[1].clone()).collect::<Vec<_>>();
    assert_eq!(columns(&english), columns(&chinese), "both languages say the same numbers");

    let complaints = browser.log("browser");
    assert!(complaints.is_empty(), "{complaints:#?}");
    let requests: Vec<String> = browser
        .log("performance")
        .iter()
        .filter_map(|it| serde_json::from_str::<Value>(it["message"].as_str()?).ok())
        .filter(|it| it["message"]["method"] == "Network.requestWillBeSent")
        // A browser that has just started may still be loading a page of its own.
        .filter(|it| !it["message"]["params"]["documentURL"].as_str().is_some_and(|it| it.starts_with("chrome://")))
        .filter_map(|it| Some(it["message"]["params"]["request"]["url"].as_str()?.to_string()))
        .filter(|it| !it.starts_with("data:"))
        .collect();
    assert!(requests.iter().all(|it| it.starts_with("file://") && it.ends_with("/report.html")), "{requests:?}");
    assert!(!requests.is_empty(), "the log of requests is empty");
}
