//! The draft of a spec file.

use helpscout_spec::pattern;

use crate::operation::OperationDraft;
use crate::write;

/// The draft of a spec file.
pub struct Draft {
    file: String,
    operation: OperationDraft,
    body: Option<String>,
}

impl Draft {
    /// Creates a draft. `file` is its place relative to the spec folder, `body` the page's example
    /// body as JSON.
    pub(crate) fn new(file: String, operation: OperationDraft, body: Option<String>) -> Self {
        Self {
            file,
            operation,
            body,
        }
    }

    /// Returns the place of the spec file, relative to the spec folder.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Returns the text of the spec file for a place relative to the spec folder.
    pub fn yaml(&self, file: &str) -> String {
        let depth = file.matches('/').count();
        let schema = format!("{}schema.json", "../".repeat(depth));
        let example = self
            .example(file)
            .map(|path| path.rsplit('/').next().unwrap_or_default().to_owned());
        write::write(&self.operation, &schema, example.as_deref())
    }

    /// Returns the page's example body as JSON, if it has one.
    pub fn body(&self) -> Option<&str> {
        self.body.as_deref()
    }

    /// Returns the file for the example body: beside the spec file, with the same name.
    pub fn example(&self, file: &str) -> Option<String> {
        self.body.as_ref()?;
        let stem = file.strip_suffix(".yaml").unwrap_or(file);
        let (folder, name) = stem
            .rsplit_once('/')
            .map_or(("", stem), |(folder, name)| (folder, name));
        let file = format!("{name}.json");
        let file = if (pattern::JSON_FILE.matches)(&file) {
            file
        } else {
            "example.json".to_owned()
        };
        Some(match folder {
            "" => file,
            folder => format!("{folder}/{file}"),
        })
    }
}
