//! A client that speaks the protocol line by line, also wrongly.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// How long a slow machine may need.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running server.
pub(crate) struct Session {
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
    /// What came before it was asked for.
    early: Vec<Value>,
    next: u64,
}

impl Session {
    /// Starts `helpscout mcp`, and says nothing yet.
    pub(crate) fn silent(mut command: Command) -> Self {
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (tell, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in output.lines() {
                if tell.send(line.unwrap()).is_err() {
                    return;
                }
            }
        });
        Self {
            child,
            input,
            lines,
            early: Vec::new(),
            next: 0,
        }
    }

    /// Starts `helpscout mcp` and a session.
    pub(crate) fn start(command: Command) -> Self {
        let mut session = Self::silent(command);
        let begun = session.request(
            "initialize",
            &json!({"protocolVersion": "2025-11-25", "capabilities": {},
                "clientInfo": {"name": "tests", "version": "1"}}),
        );
        assert_eq!(begun["serverInfo"]["name"], "helpscout", "{begun}");
        session.line(r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#);
        session
    }

    /// Sends a line as it is.
    pub(crate) fn line(&mut self, line: &str) {
        let input = self.input.as_mut().unwrap();
        writeln!(input, "{line}").unwrap();
        input.flush().unwrap();
    }

    /// Sends a request, and returns its ID.
    pub(crate) fn send(&mut self, method: &str, params: &Value) -> u64 {
        self.next += 1;
        let id = self.next;
        self.line(
            &json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string(),
        );
        id
    }

    /// Sends a request, and waits for its result.
    pub(crate) fn request(&mut self, method: &str, params: &Value) -> Value {
        let id = self.send(method, params);
        let answer = self.answer_to(id);
        assert!(answer.get("error").is_none(), "{answer}");
        answer["result"].clone()
    }

    /// Sends a call of a tool, and returns its ID.
    pub(crate) fn send_call(&mut self, tool: &str, arguments: &Value) -> u64 {
        self.send("tools/call", &json!({"name": tool, "arguments": arguments}))
    }

    /// Calls a tool, and waits for its result.
    pub(crate) fn call(&mut self, tool: &str, arguments: &Value) -> Value {
        self.request("tools/call", &json!({"name": tool, "arguments": arguments}))
    }

    /// Calls a tool that succeeds, and returns what is structured.
    pub(crate) fn structured(&mut self, tool: &str, arguments: &Value) -> Value {
        let result = self.call(tool, arguments);
        assert_ne!(result["isError"], true, "{tool} {arguments}: {result}");
        result["structuredContent"].clone()
    }

    /// Calls a tool that fails, and returns what it says.
    pub(crate) fn refused(&mut self, tool: &str, arguments: &Value) -> String {
        let result = self.call(tool, arguments);
        assert_eq!(result["isError"], true, "{tool} {arguments}: {result}");
        result["content"][0]["text"].as_str().unwrap().to_owned()
    }

    /// Returns the next message.
    pub(crate) fn next(&mut self) -> Value {
        let line = self.lines.recv_timeout(PATIENCE).expect("a message");
        // Nothing but messages is on stdout.
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }

    /// Waits for the answer to a request.
    pub(crate) fn answer_to(&mut self, id: u64) -> Value {
        if let Some(at) = self.early.iter().position(|message| message["id"] == id) {
            return self.early.remove(at);
        }
        loop {
            let message = self.next();
            if message["id"] == id {
                return message;
            }
            self.early.push(message);
        }
    }

    /// Returns the ID of the process.
    #[cfg(unix)]
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the end of the program, whose stdin stays open.
    #[cfg(unix)]
    pub(crate) fn ended(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// Closes stdin, and returns how the program ended, the rest of its stdout, and its stderr.
    pub(crate) fn end(mut self) -> (ExitStatus, String, String) {
        drop(self.input.take());
        let rest: Vec<String> = self.lines.iter().collect();
        let ended = self.child.wait_with_output().unwrap();
        let stderr = String::from_utf8(ended.stderr).unwrap();
        (ended.status, rest.join("\n"), stderr)
    }
}
