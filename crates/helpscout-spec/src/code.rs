//! The codes of findings, in one table.
//!
//! Codes are stable: the number of a code that is no longer reported is not used again, and new
//! codes take the next free number of their group. The folder `explain` has a file for each code
//! with its explanation.

use std::fmt;

use helpscout_description::suggest;
use serde::{Serialize, Serializer};

/// How severe a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The description can't be used.
    Error,
    /// The description can be used, but should be improved.
    Warning,
}

impl Severity {
    /// Returns the name of the severity: `error` or `warning`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:literal, $severity:ident, $title:literal;)+) => {
        /// The code of a finding: what kind of mistake it is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Code {
            /// Every code, in ascending order.
            pub const ALL: &'static [Code] = &[$(Code::$name,)+];

            /// Returns the stable name: `S` and three digits.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $id,)+ }
            }

            /// Returns the code of that name.
            pub fn from_name(name: &str) -> Option<Code> {
                Code::ALL.iter().copied().find(|code| code.as_str() == name)
            }

            /// Returns what the code means, why it matters, and how to fix it, in Markdown. The
            /// text starts with a sentence.
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

            /// Returns how severe such a finding is.
            pub fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity,)+ }
            }

            /// Returns the kind of mistake in a few words, without details.
            pub fn title(self) -> &'static str {
                match self { $(Code::$name => $title,)+ }
            }
        }
    };
}

codes! {
    /// A folder or file can't be read.
    Unreadable = "S001", Error, "a folder or file can't be read";
    /// A YAML file is in a place where the reader does not look.
    UnexpectedFile = "S002", Error, "a file is in an unexpected place";
    /// A file is larger than spec files may be.
    TooLarge = "S003", Error, "a file is too large";
    /// `api.yaml` is missing.
    NoApiFile = "S004", Error, "the folder has no api.yaml";

    /// The bytes of a file are not UTF-8.
    NotUtf8 = "S010", Error, "a file is not UTF-8";
    /// A file starts with a byte order mark.
    ByteOrderMark = "S011", Warning, "a file starts with a byte order mark";
    /// A file contains a character that is invisible or changes the order of others.
    ControlCharacter = "S012", Error, "a file contains an invisible character";
    /// A line contains a tab.
    TabIndentation = "S013", Error, "a line contains a tab";
    /// A file does not describe anything.
    EmptyFile = "S014", Error, "a file is empty";

    /// The text of a file is not YAML.
    Syntax = "S020", Error, "a file is not YAML";
    /// A file contains a second YAML document.
    SeveralDocuments = "S021", Error, "a file contains several documents";
    /// A file contains an anchor or an alias.
    Anchor = "S022", Error, "a file contains an anchor or alias";
    /// A value has a YAML tag.
    Tag = "S023", Error, "a value has a YAML tag";
    /// Lists and maps are nested too deep.
    TooDeep = "S024", Error, "lists and maps are nested too deep";
    /// A key is not text.
    KeyKind = "S025", Error, "a key is not text";
    /// A map contains the same key twice.
    DuplicateKey = "S026", Error, "a key is given twice";

    /// The spec language does not have a key.
    UnknownKey = "S030", Error, "a key is unknown";
    /// A required key is missing.
    MissingKey = "S031", Error, "a key is missing";
    /// A value is of the wrong kind, for instance text instead of a list.
    WrongKind = "S032", Error, "a value is of the wrong kind";
    /// A value is not one of the few words allowed.
    UnknownWord = "S033", Error, "a word is not one of those allowed";
    /// A list has too few entries, or a text is empty.
    TooFew = "S034", Error, "a value is empty or has too few entries";
    /// Keys that can't be used together.
    EitherOr = "S035", Error, "keys can't be used together";
    /// A name, path or URL does not match its pattern.
    Pattern = "S036", Error, "a name, path or URL does not match its pattern";
    /// A value is of the right kind, but can't be read.
    Refused = "S037", Error, "a value can't be used";

    /// The same thing is declared twice.
    Duplicate = "S040", Error, "something is declared twice";
    /// No Rust name can be derived.
    RustNameNeeded = "S041", Error, "a Rust name must be given";
    /// The given Rust name is a keyword.
    RustNameInvalid = "S042", Error, "a Rust name can't be used";
    /// Two neighbors get the same Rust name.
    RustNameCollision = "S043", Error, "two Rust names collide";
    /// A Rust type name is already used.
    RustTypeTaken = "S044", Error, "a Rust type name is already used";
    /// An enum variant has the name that is reserved for unknown values.
    ReservedVariant = "S045", Error, "a variant has a reserved name";
    /// A setter has the name of a method that every query has.
    ReservedSetter = "S046", Error, "a setter has a reserved name";
    /// `rust:` gives the name that is derived anyway.
    RedundantRustName = "S047", Warning, "a Rust name is redundant";

    /// A type is not declared.
    UnknownType = "S050", Error, "a type is unknown";
    /// A parameter group is not declared.
    UnknownGroup = "S051", Error, "a parameter group is unknown";
    /// The service does not have a plan.
    UnknownPlan = "S052", Error, "a plan is unknown";
    /// An object is not declared.
    UnknownObject = "S053", Error, "an object is unknown";
    /// A parameter has a type whose values can't be sent.
    ObjectParameter = "S054", Error, "a parameter has a type that can't be sent";
    /// A field has a unit, but is not a number.
    UnitWithoutNumber = "S055", Error, "a field has a unit, but is not a number";
    /// An object contains itself.
    EndlessObject = "S056", Error, "an object contains itself";

    /// A value of a numeric enum is not a whole number.
    NumericValue = "S057", Error, "a value of a numeric enum is not a number";
    /// A field has `written_as`, but is neither a number nor an ID.
    WrittenAs = "S058", Error, "only numbers and IDs can be written as text";
    /// A list or map has instants, which only single values can be.
    SeveralInstants = "S059", Error, "a list or map has instants";

    /// The same parameter group is used twice.
    GroupTwice = "S060", Error, "a parameter group is used twice";
    /// A default does not fit its type.
    DefaultMismatch = "S061", Error, "a default does not fit its type";
    /// An example does not fit its type.
    ExampleMismatch = "S062", Error, "an example does not fit its type";
    /// A required parameter has a default.
    RequiredDefault = "S063", Error, "a required parameter has a default";
    /// A correction changes nothing.
    IdleCorrection = "S064", Error, "a correction changes nothing";

    /// A parameter of the path is not declared, or can't be part of a path.
    PathParameter = "S065", Error, "a parameter can't be part of the path";
    /// Limits exclude every value, or limit something that is not a number.
    Limits = "S066", Error, "limits can't be met";

    /// A rule names a parameter that is not declared.
    RuleParameter = "S070", Error, "a rule names an unknown parameter";
    /// A rule names a parameter of the wrong type.
    RuleType = "S071", Error, "a rule names a parameter of the wrong type";
    /// A rule has no effect.
    IdleRule = "S072", Error, "a rule has no effect";
    /// The parameter for paging is missing, or its type does not go with the style of paging.
    PagesParameter = "S073", Error, "a parameter can't be used for paging";
    /// The response does not have a path that paging needs.
    PagesPath = "S074", Error, "a path for paging does not exist";
    /// A path for paging leads to the wrong type.
    PagesType = "S075", Error, "a path for paging has the wrong type";
    /// The field that identifies a row does not exist, or can't identify it.
    PagesIdentity = "S076", Error, "a field can't identify rows";
    /// A rule contradicts another one, or the documented examples.
    Contradiction = "S077", Error, "a rule contradicts another, or the examples";
    /// The numbers of a page contradict each other.
    PagesNumbers = "S078", Error, "the numbers of a page contradict each other";
    /// An answer looks like a page, but nothing says how to get the others.
    NoPages = "S079", Error, "an answer looks like a page, but has no paging";

    /// A path continues below something that is not an object.
    UnderScalar = "S080", Error, "a path continues below a scalar";
    /// A path goes through a list in one place, but not in another.
    ListMismatch = "S081", Error, "a path goes through a list only in some places";
    /// An operation adds fields to a shared object.
    SharedObjectFields = "S082", Error, "a shared object gets more fields";

    /// An alias of a field is a key already.
    Alias = "S083", Error, "an alias is a key already";

    /// An example body can't be read.
    ExampleFile = "S090", Error, "an example file can't be read";
    /// An example body is not JSON.
    ExampleJson = "S091", Error, "an example is not JSON";
    /// An example body has a key that the response lacks.
    ExampleKeyUnknown = "S092", Error, "an example has a key that the response lacks";
    /// An example body lacks a required key of the response.
    ExampleKeyMissing = "S093", Error, "an example lacks a key";
    /// An example body has a null where none is declared.
    ExampleNull = "S094", Error, "an example has an undeclared null";
    /// An example body has a value of another type.
    ExampleKind = "S095", Error, "an example has a value of another type";
    /// An example body has a value that the enum does not list.
    ExampleValue = "S096", Warning, "an example has an unknown value";
    /// A field with `source: example` is in no example.
    ExampleLacksField = "S097", Warning, "a field is in no example";
    /// No operation lists a JSON file.
    UnlistedExample = "S098", Warning, "an example is not listed";

    /// A text contains an invisible character, written as an escape.
    ControlInProse = "S100", Error, "a text contains an invisible character";
    /// A summary has several lines.
    SummaryLines = "S101", Error, "a summary has several lines";
    /// A backtick is neither the start nor the end of code.
    Backticks = "S102", Warning, "a backtick encloses no code";
    /// Prose contains a URL.
    BareUrl = "S103", Warning, "prose contains a URL";
    /// Square brackets in prose look like a link.
    LinkLike = "S104", Warning, "brackets look like a link";
    /// Angle brackets in prose look like HTML.
    HtmlLike = "S105", Warning, "angle brackets look like HTML";
    /// A comment follows a text on its line, which may be a part of the text.
    CutByComment = "S106", Warning, "a text may be cut by a comment";

    /// Something has no description.
    Undocumented = "S110", Warning, "something is not documented";
    /// A parameter has no example.
    NoExample = "S111", Warning, "a parameter has no example";
    /// A number looks like a time, but has no unit.
    NoUnit = "S112", Warning, "a time has no unit";
    /// An enum of an operation has the values of a shared one.
    EqualEnum = "S113", Warning, "an enum equals a shared one";
    /// An operation has no example body.
    NoBody = "S114", Warning, "an operation has no example";
    /// Nothing uses a declaration.
    Unused = "S115", Warning, "a declaration is not used";
    /// A note says that something is left to do.
    Todo = "S116", Warning, "something is left to do";

    /// The spec language leaves out what a file describes.
    LeftOut = "S120", Error, "something can't be described";
    /// A parameter can't be sent as a header.
    HeaderParameter = "S121", Error, "a parameter can't be sent as a header";
    /// A `GET` has a body.
    BodyOfGet = "S122", Error, "a GET has a body";
    /// The path of a field of the body continues below a value.
    BodyPath = "S123", Error, "a path of the body continues below a value";
    /// `safe:` changes nothing.
    IdleSafe = "S124", Warning, "`safe:` has no effect";
    /// A report with pages is read by a request that may change something.
    UnsafePages = "S125", Error, "pages are read by a request that is not safe";
    /// Lengths exclude every value, or limit what has no length.
    Lengths = "S126", Error, "lengths can't be met";
    /// By a rule, a parameter can never be sent.
    Unmeetable = "S127", Error, "a rule can't be met";
    /// The keys of `pages:` do not belong to one style of paging.
    PagesStyle = "S128", Error, "keys of paging don't go together";
    /// A field has `nullable_items`, but is not a list.
    NullableItems = "S129", Error, "only lists have nullable items";
    /// A required parameter is deprecated.
    RequiredDeprecated = "S130", Error, "a required parameter is deprecated";
    /// A key can't be an important one of an object.
    Important = "S131", Error, "a key can't be important";
    /// A field has `one_or_many`, but is no value of a map.
    OneOrMany = "S132", Error, "only values of maps are one or many";
    /// A parameter has a name with empty brackets, but is not sent once for each value.
    EmptyBrackets = "S133", Error, "a name with `[]` is repeated";

    /// An answer without a body has something that only a body can have.
    NoContent = "S134", Error, "an answer without a body has content";
    /// A field can't be in a header of the answer.
    HeaderValue = "S135", Error, "a field can't be in a header";

    /// There are more findings than are kept.
    More = "S199", Error, "there are more findings than are shown";
}

impl Code {
    /// Returns the code whose name is most similar to a name that no code has.
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
