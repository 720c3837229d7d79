//! Structs, enumerations and impls as text, member by member.
//!
//! Most lines of the generated code are fields, variants and setters. Parsing and formatting them
//! takes most of the time of a run, and they can be broken into lines in few ways. So they are
//! written here as the formatter would write them. A member that the formatter breaks in another way
//! goes through it.

use proc_macro2::Literal;

use crate::docs::{Docs, aliases};

/// The maximum length of a line of code in bytes, as in the formatter.
const WIDTH: usize = 89;

/// The maximum length of a struct literal on one line before its last brace, as in the formatter.
const LITERAL_WIDTH: usize = 34;

/// A struct, an enumeration or an impl under construction.
pub(crate) struct Block {
    text: String,
    kind: Kind,
    name: String,
    is_empty: bool,
    public: Vec<String>,
}

#[derive(Clone, Copy)]
enum Kind {
    Newtype,
    Struct,
    Enum,
    Impl,
}

/// What documentation and other attributes a member or an item has.
#[derive(Default)]
pub(crate) struct Head {
    pub(crate) docs: Docs,
    /// Each on a line of its own.
    pub(crate) attributes: Vec<String>,
}

/// A public function of a type, which returns a value of the type.
pub(crate) struct Function {
    pub(crate) head: Head,
    pub(crate) name: String,
    /// The parameters with their types; `self` or `mut self` comes first.
    pub(crate) arguments: Vec<String>,
    pub(crate) body: Body,
}

/// The body of a function.
pub(crate) enum Body {
    /// Calls and assignments that stand on one line each.
    Lines(Vec<String>),
    /// A struct literal with these fields, and `..` with the others.
    Literal(Vec<String>),
    /// Code that only the formatter breaks into lines.
    Other(String),
}

impl Head {
    /// Documents an item that has no other attributes.
    pub(crate) fn of(docs: Docs) -> Self {
        Self {
            docs,
            attributes: Vec::new(),
        }
    }

    /// Lets a search of rustdoc find the item `name` by other names.
    pub(crate) fn found_by<'a>(
        mut self,
        name: &str,
        others: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let aliases = aliases(name, others).into_iter();
        self.attributes
            .extend(aliases.map(|alias| format!("#[doc(alias = {})]", literal(alias))));
        self
    }

    /// Adds an attribute.
    pub(crate) fn with(mut self, attribute: Option<impl Into<String>>) -> Self {
        self.attributes.extend(attribute.map(Into::into));
        self
    }

    /// Writes the lines. Returns whether the formatter would leave them as they are.
    fn write(&self, indent: &str, text: &mut String) -> bool {
        self.docs.write(indent, text);
        let mut fits = true;
        for attribute in &self.attributes {
            fits &= line(indent, attribute, text);
        }
        fits
    }
}

impl Block {
    /// Creates a struct with one private field that has no name.
    pub(crate) fn of_newtype(head: &Head, name: &str, ty: &str) -> Self {
        let mut text = String::new();
        head.write("", &mut text);
        let start = text.len();
        let code = format!("pub struct {}({ty});", identifier(name));
        if !line("", &code, &mut text) {
            let formatted = formatted(&text[start..]);
            text.replace_range(start.., &formatted);
        }
        Self {
            text,
            kind: Kind::Newtype,
            name: name.to_owned(),
            is_empty: true,
            public: vec![format!("struct {name}")],
        }
    }

    /// Starts a struct with named fields.
    pub(crate) fn of_struct(head: &Head, name: &str) -> Self {
        Self::new(Kind::Struct, head, name)
    }

    /// Starts an enumeration.
    pub(crate) fn of_enum(head: &Head, name: &str) -> Self {
        Self::new(Kind::Enum, head, name)
    }

    /// Starts an impl of a type.
    pub(crate) fn of_impl(head: &Head, name: &str) -> Self {
        Self::new(Kind::Impl, head, name)
    }

    fn new(kind: Kind, head: &Head, name: &str) -> Self {
        let mut block = Self {
            text: String::new(),
            kind,
            name: name.to_owned(),
            is_empty: true,
            public: Vec::new(),
        };
        head.write("", &mut block.text);
        let start = match kind {
            Kind::Struct | Kind::Newtype => "pub struct",
            Kind::Enum => "pub enum",
            Kind::Impl => "impl",
        };
        block
            .text
            .push_str(&format!("{start} {} {{", identifier(name)));
        let public = start.strip_prefix("pub ");
        block
            .public
            .extend(public.map(|start| format!("{start} {name}")));
        block
    }

    /// Adds a public field.
    pub(crate) fn field(&mut self, head: &Head, name: &str, ty: &str) {
        self.public.push(format!("{}.{name}: {ty}", self.name));
        self.member(head, |text| {
            line("    ", &format!("pub {}: {ty},", identifier(name)), text)
        });
    }

    /// Adds a private field without docs.
    pub(crate) fn private_field(&mut self, name: &str, ty: &str) {
        self.member(&Head::default(), |text| {
            line("    ", &format!("{}: {ty},", identifier(name)), text)
        });
    }

    /// Adds a variant. `value` is the type of what is in it.
    pub(crate) fn variant(&mut self, head: &Head, name: &str, value: Option<&str>) {
        let value = value.map(|ty| format!("({ty})")).unwrap_or_default();
        self.public.push(format!("{}::{name}{value}", self.name));
        self.member(head, |text| {
            line("    ", &format!("{}{value},", identifier(name)), text)
        });
    }

    /// Adds a public function.
    pub(crate) fn function(&mut self, function: &Function) {
        let arguments = function.arguments.iter().map(String::as_str);
        let arguments = arguments.filter(|argument| !matches!(*argument, "self" | "mut self"));
        let arguments: Vec<&str> = arguments.collect();
        let (name, arguments) = (&function.name, arguments.join(", "));
        self.public
            .push(format!("{}::{name}({arguments})", self.name));
        self.member(&function.head, |text| {
            let fits = function.write_signature(text);
            function.body.write(text) && fits
        });
    }

    /// Returns the code, and one line for each public item.
    pub(crate) fn finish(mut self) -> (String, Vec<String>) {
        if !matches!(self.kind, Kind::Newtype) {
            self.text.push_str("}\n");
        }
        (self.text, self.public)
    }

    /// Adds a member. `write` returns whether the formatter would leave the text as it is.
    fn member(&mut self, head: &Head, write: impl FnOnce(&mut String) -> bool) {
        if std::mem::replace(&mut self.is_empty, false) {
            self.text.push('\n');
        }
        let start = self.text.len();
        let fits = head.write("    ", &mut self.text);
        if !(write(&mut self.text) && fits) {
            let formatted = self.formatted(&self.text[start..]);
            self.text.replace_range(start.., &formatted);
        }
    }

    /// Formats a member.
    fn formatted(&self, member: &str) -> String {
        let start = match self.kind {
            Kind::Struct | Kind::Newtype => "struct S {\n",
            Kind::Enum => "enum S {\n",
            Kind::Impl => "impl S {\n",
        };
        let text = formatted(&format!("{start}{member}}}\n"));
        let members = text
            .strip_prefix(start)
            .and_then(|text| text.strip_suffix("}\n"));
        members.unwrap_or(member).to_owned()
    }
}

/// Formats an item.
fn formatted(item: &str) -> String {
    let file = syn::parse_file(item)
        .unwrap_or_else(|error| panic!("generated code must parse: {error}\n{item}"));
    prettyplease::unparse(&file)
}

impl Function {
    /// Writes the signature on one line, or each parameter on a line of its own.
    fn write_signature(&self, text: &mut String) -> bool {
        let Self {
            name, arguments, ..
        } = self;
        let (start, name) = (text.len(), identifier(name));
        let signature = format!("pub fn {name}({}) -> Self {{", arguments.join(", "));
        if line("    ", &signature, text) {
            return true;
        }
        text.truncate(start);
        let mut fits = line("    ", &format!("pub fn {name}("), text);
        for argument in arguments {
            fits &= line("        ", &format!("{argument},"), text);
        }
        line("    ", ") -> Self {", text) && fits
    }
}

impl Body {
    fn write(&self, text: &mut String) -> bool {
        let fits = match self {
            Self::Lines(lines) => {
                let mut fits = true;
                for code in lines {
                    fits &= line("        ", code, text);
                }
                fits
            }
            Self::Literal(fields) => {
                let start = format!("Self {{ {} ", fields.join(", "));
                if start.len() <= LITERAL_WIDTH {
                    line("        ", &format!("{start}}}"), text);
                    return line("    ", "}", text);
                }
                let mut fits = line("        ", "Self {", text);
                for field in fields {
                    // What follows the other fields has no comma.
                    let comma = if field.starts_with("..") { "" } else { "," };
                    fits &= line("            ", &format!("{field}{comma}"), text);
                }
                line("        ", "}", text) && fits
            }
            Self::Other(code) => {
                line("        ", code, text);
                false
            }
        };
        line("    ", "}", text) && fits
    }
}

/// Writes one line. Returns whether it is short enough.
fn line(indent: &str, code: &str, text: &mut String) -> bool {
    text.push_str(indent);
    text.push_str(code);
    text.push('\n');
    indent.len() + code.len() <= WIDTH
}

/// Returns a text as a string literal.
pub(crate) fn literal(text: &str) -> String {
    let is_plain = |byte: u8| (b' '..=b'~').contains(&byte) && !matches!(byte, b'"' | b'\\');
    if text.bytes().all(is_plain) {
        return format!("\"{text}\"");
    }
    Literal::string(text).to_string()
}

/// Returns a name that the spec reader has checked, for code that is written as text.
///
/// # Panics
/// Panics if it is not an identifier, because no name may become other code.
pub(crate) fn identifier(name: &str) -> &str {
    let is_part = |char: char| char == '_' || char.is_alphanumeric();
    let is_identifier =
        name.chars().all(is_part) && !name.starts_with(|char: char| char.is_numeric());
    assert!(
        is_identifier && !name.is_empty(),
        "{name:?} is not an identifier"
    );
    name
}
