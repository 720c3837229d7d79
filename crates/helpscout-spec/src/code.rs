//! Every kind of finding, in one table.
//!
//! Codes are stable: a kind that is no longer found keeps its number unused, and new kinds take
//! the next free number of their group. What a code means at length is in `explain`, one file each.

use std::fmt;

use helpscout_description::suggest;
use serde::{Serialize, Serializer};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The description can't be used.
    Error,
    /// The description can be used, and should be better.
    Warning,
}

impl Severity {
    /// How it is written: `error` or `warning`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:literal, $severity:ident, $title:literal;)+) => {
        /// What kind of mistake a finding is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Code {
            /// Every code, in ascending order.
            pub const ALL: &'static [Code] = &[$(Code::$name,)+];

            /// The stable name: `S` and three digits.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $id,)+ }
            }

            /// The code of that name.
            pub fn from_name(name: &str) -> Option<Code> {
                Code::ALL.iter().copied().find(|code| code.as_str() == name)
            }

            /// What the code stands for, why it matters, and how to mend it: Markdown, starting
            /// with a sentence.
            ///
            /// ```
            /// # use helpscout_spec::Code;
            /// let explanation = Code::SeveralDocuments.explanation();
            /// assert!(explanation.starts_with("A file holds a second YAML document"));
            /// ```
            pub fn explanation(self) -> &'static str {
                match self {
                    $(Code::$name => include_str!(concat!("explain/", $id, ".md")),)+
                }
            }

            /// How much such a finding weighs.
            pub fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity,)+ }
            }

            /// The kind of mistake in a few words, without the particulars.
            pub fn title(self) -> &'static str {
                match self { $(Code::$name => $title,)+ }
            }
        }
    };
}

codes! {
    /// A folder or file can't be read.
    Unreadable = "S001", Error, "a folder or file can't be read";
    /// A YAML file lies where the reader does not look.
    UnexpectedFile = "S002", Error, "a file lies in an unexpected place";
    /// A file is larger than a description ever is.
    TooLarge = "S003", Error, "a file is too large";
    /// `api.yaml` is missing.
    NoApiFile = "S004", Error, "the folder has no api.yaml";

    /// The bytes are no UTF-8.
    NotUtf8 = "S010", Error, "a file is not UTF-8";
    /// The file starts with a byte order mark.
    ByteOrderMark = "S011", Warning, "a file starts with a byte order mark";
    /// A character that is not seen, or that changes the order of others.
    ControlCharacter = "S012", Error, "a file contains an invisible character";
    /// A line is indented with a tab.
    TabIndentation = "S013", Error, "a line is indented with a tab";
    /// The file says nothing.
    EmptyFile = "S014", Error, "a file is empty";

    /// The text is no YAML.
    Syntax = "S020", Error, "a file is not YAML";
    /// The file has a second YAML document.
    SeveralDocuments = "S021", Error, "a file holds several documents";
    /// An anchor or an alias.
    Anchor = "S022", Error, "an anchor or alias";
    /// A YAML tag.
    Tag = "S023", Error, "a YAML tag";
    /// Lists and maps lie in each other too often.
    TooDeep = "S024", Error, "nested too deep";
    /// A key that is no text.
    KeyKind = "S025", Error, "a key is not text";
    /// The same key twice in one map.
    DuplicateKey = "S026", Error, "a key is given twice";

    /// A key the language does not have.
    UnknownKey = "S030", Error, "an unknown key";
    /// A key that must be there.
    MissingKey = "S031", Error, "a missing key";
    /// Text where a list is expected, and the like.
    WrongKind = "S032", Error, "a value of the wrong kind";
    /// A word that is not one of the few allowed.
    UnknownWord = "S033", Error, "a word that is not one of those allowed";
    /// A list with too few entries, or an empty text.
    TooFew = "S034", Error, "an empty value";
    /// Keys that exclude each other.
    EitherOr = "S035", Error, "keys that exclude each other";
    /// A name, path or URL that is not written as it must be.
    Form = "S036", Error, "a name, path or URL of the wrong form";
    /// A value of the right kind that does not fit nevertheless.
    Refused = "S037", Error, "a value the reader refuses";

    /// The same thing declared twice.
    Duplicate = "S040", Error, "declared twice";
    /// No Rust name can be derived.
    RustNameNeeded = "S041", Error, "a Rust name must be given";
    /// The given Rust name is a keyword.
    RustNameInvalid = "S042", Error, "the given Rust name can't be used";
    /// Two neighbours get the same Rust name.
    RustNameCollision = "S043", Error, "two Rust names collide";
    /// A Rust type name is taken.
    RustTypeTaken = "S044", Error, "a Rust type name is taken";
    /// An enum variant takes the name that is reserved for unknown values.
    ReservedVariant = "S045", Error, "a reserved variant name";
    /// A setter takes the name of a method that every query has.
    ReservedSetter = "S046", Error, "a reserved setter name";
    /// `rust:` says what would be derived.
    RedundantRustName = "S047", Warning, "a Rust name that says nothing new";

    /// A type nobody declares.
    UnknownType = "S050", Error, "an unknown type";
    /// A parameter group nobody declares.
    UnknownGroup = "S051", Error, "an unknown parameter group";
    /// A plan the service does not have.
    UnknownPlan = "S052", Error, "an unknown plan";
    /// An object nobody declares.
    UnknownObject = "S053", Error, "an unknown object";
    /// A parameter whose type is an object.
    ObjectParameter = "S054", Error, "an object can't be sent";
    /// A unit on something that is no number.
    UnitWithoutNumber = "S055", Error, "a unit on something that is no number";
    /// An object that contains itself.
    EndlessObject = "S056", Error, "an object contains itself";

    /// A value of a numeric enum that is no whole number.
    NumericValue = "S057", Error, "a numeric enum has a value that is no number";
    /// `written_as` on something that is no whole number.
    WrittenAs = "S058", Error, "only whole numbers and ids have another spelling";

    /// The same parameter group used twice.
    GroupTwice = "S060", Error, "a parameter group is used twice";
    /// A default that does not fit the type.
    DefaultMismatch = "S061", Error, "a default that does not fit";
    /// An example that does not fit the type.
    ExampleMismatch = "S062", Error, "an example that does not fit";
    /// A required parameter with a default.
    RequiredDefault = "S063", Error, "a required parameter has a default";
    /// A correction that changes nothing.
    IdleCorrection = "S064", Error, "a correction changes nothing";

    /// A parameter of the path that is not declared, or can't stand there.
    PathParameter = "S065", Error, "a parameter of the path";
    /// Limits that exclude everything, or stand on something that has no order.
    Limits = "S066", Error, "limits that can't be";

    /// A rule about a parameter nobody declares.
    RuleParameter = "S070", Error, "a rule names an unknown parameter";
    /// A rule about a parameter of another type than it needs.
    RuleType = "S071", Error, "a rule needs another type";
    /// A rule that says nothing.
    IdleRule = "S072", Error, "a rule that says nothing new";
    /// The page parameter is missing or no integer.
    PagesParameter = "S073", Error, "paging needs an integer parameter";
    /// A paging path that the response does not have.
    PagesPath = "S074", Error, "a paging path does not exist";
    /// A paging path of the wrong type.
    PagesType = "S075", Error, "a paging path of the wrong type";

    /// A path that descends into something that is no object.
    UnderScalar = "S080", Error, "a path descends into a scalar";
    /// A path that is a list here and none there.
    ListMismatch = "S081", Error, "a path is a list here and none there";
    /// A shared object that gets further fields.
    SharedObjectFields = "S082", Error, "a shared object gets further fields";

    /// Another name of a field that is a name already.
    Alias = "S083", Error, "an alias is a key already";

    /// An example body can't be read.
    ExampleFile = "S090", Error, "an example file can't be read";
    /// An example body is no JSON.
    ExampleJson = "S091", Error, "an example is not JSON";
    /// An example body has a key the response lacks.
    ExampleKeyUnknown = "S092", Error, "an example has a key the response lacks";
    /// An example body lacks a key of the response.
    ExampleKeyMissing = "S093", Error, "an example lacks a key";
    /// An example body has null where none is declared.
    ExampleNull = "S094", Error, "an example has an undeclared null";
    /// An example body has a value of another kind.
    ExampleKind = "S095", Error, "an example has a value of another kind";
    /// An example body has a value the enum does not list.
    ExampleValue = "S096", Warning, "an example has an unknown value";
    /// A field said to come from the example is not in it.
    ExampleLacksField = "S097", Warning, "a field is in no example";
    /// A JSON file no operation lists.
    UnlistedExample = "S098", Warning, "an example that is not listed";

    /// Prose with an invisible character.
    ControlInProse = "S100", Error, "an invisible character in prose";
    /// A summary of several lines.
    SummaryLines = "S101", Error, "a summary of several lines";
    /// A backtick without its partner.
    Backticks = "S102", Warning, "an unbalanced backtick";
    /// A URL outside angle brackets.
    BareUrl = "S103", Warning, "a bare URL";
    /// Square brackets that rustdoc takes for a link.
    LinkLike = "S104", Warning, "brackets that look like a link";
    /// Angle brackets that rustdoc takes for HTML.
    HtmlLike = "S105", Warning, "angle brackets that look like HTML";

    /// Something without a description.
    Undocumented = "S110", Warning, "not documented";
    /// A parameter without an example.
    NoExample = "S111", Warning, "a parameter without example";
    /// A number that looks like a time and has no unit.
    NoUnit = "S112", Warning, "a time without unit";
    /// An enum of an operation that equals a shared one.
    EqualEnum = "S113", Warning, "an enum that equals a shared one";
    /// An operation without example body.
    NoBody = "S114", Warning, "an operation without example";
    /// Something shared that nobody uses.
    Unused = "S115", Warning, "declared and not used";
    /// A note that something is left to do.
    Todo = "S116", Warning, "something is left to do";

    /// Findings beyond the number that is kept.
    More = "S199", Error, "more findings than are shown";
}

impl Code {
    /// The code that is most likely meant by a name that none has.
    pub fn nearest(name: &str) -> Option<Code> {
        let names = Code::ALL.iter().map(|code| code.as_str());
        suggest::nearest(name, names).and_then(Code::from_name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
