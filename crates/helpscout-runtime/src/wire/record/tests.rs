#![allow(clippy::unwrap_used)]
use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::units::{Milliseconds, Minutes};
use crate::wire::{EpochMilliseconds, EpochSeconds};

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct UserId(i64);
crate::id_type!(UserId);

#[derive(Debug, Default, PartialEq)]
struct Row {
    id: i64,
    user: UserId,
    deputy: Option<UserId>,
    at: Timestamp,
    until: Option<Timestamp>,
    share: Option<f64>,
    gone: Option<f64>,
    names: Vec<String>,
    marks: Vec<i64>,
    others: BTreeMap<String, Option<f64>>,
}
crate::record!(Row {
    0 id: required integer = "id",
    1 user: required text = "user" | "userId",
    2 deputy: optional text = "deputy",
    3 at: required instant = "at",
    4 until: nullable instant = "until",
    5 share: optional value = "share",
    6 gone: loose value = "gone",
    7 names: optional list = "names",
    #[doc(alias = "marks")]
    8 marks: nullable list = "marks",
    .. others
});

const WHOLE: &str = r#"{"id":3,"user":"7","deputy":"8","at":"2019-05-02T12:00:00Z","until":"2019-05-03T12:00:00Z","share":0.5,"gone":1.5,"names":["a"],"marks":[1],"odd":2.5,"none":null}"#;
const LEAST: &str = r#"{"id":3,"user":"7","at":"2019-05-02T12:00:00Z","until":null,"marks":[]}"#;

fn read(json: &str) -> Result<Row, String> {
    serde_json::from_str(json).map_err(|error| error.to_string())
}

#[test]
fn every_field_is_read_and_written_under_its_key() {
    let row = read(WHOLE).unwrap();
    assert_eq!(
        (row.id, row.user, row.deputy),
        (3, UserId(7), Some(UserId(8)))
    );
    assert_eq!(row.others["odd"], Some(2.5));
    let written = serde_json::to_value(&row).unwrap();
    assert_eq!(
        written,
        serde_json::from_str::<serde_json::Value>(WHOLE).unwrap()
    );
    assert_eq!(serde_json::to_string(&read(LEAST).unwrap()).unwrap(), LEAST);
}

#[test]
fn an_optional_field_without_a_value_is_left_out() {
    let empty = r#"{"id":3,"user":"7","deputy":null,"at":"2019-05-02T12:00:00Z","until":null,"share":null,"gone":null,"names":[],"marks":null}"#;
    let row = read(empty).unwrap();
    assert_eq!(row, read(LEAST).unwrap());
    assert_eq!(serde_json::to_string(&row).unwrap(), LEAST);
}

#[test]
fn keys_come_in_any_order_and_under_their_other_names() {
    let row = read(r#"{"names":null,"at":"2019-05-02T12:00:00","userId":7,"id":3.0}"#);
    assert_eq!(row.unwrap().user, UserId(7));
}

#[test]
fn what_is_missing_twice_or_of_another_type_is_an_error() {
    let missing = read(r#"{"user":"7","at":"2019-05-02T12:00:00Z"}"#).unwrap_err();
    assert!(missing.contains("missing field `id`"), "{missing}");
    let twice = read(r#"{"id":1,"user":1,"userId":2}"#).unwrap_err();
    assert!(twice.contains("duplicate field `userId`"), "{twice}");
    let other = read("[]").unwrap_err();
    assert!(other.contains("expected struct Row"), "{other}");
    assert!(read(r#"{"id":"3"}"#).is_err());
}

#[derive(Debug, Default, PartialEq)]
struct Mixed {
    nullable: Option<UserId>,
    loose: Option<UserId>,
    until: Option<Timestamp>,
    list: Vec<i64>,
    received: crate::wire::Received,
}
crate::record!(Mixed {
    0 nullable: nullable text = "nullable",
    1 loose: loose text = "loose",
    2 until: optional instant = "until",
    3 list: required list = "list",
    keys in received,
});

#[test]
fn every_presence_is_written_as_it_came() {
    for json in [
        r#"{"nullable":null,"list":[]}"#,
        r#"{"nullable":"7","loose":null,"until":null,"list":[1]}"#,
        r#"{"nullable":"7","loose":"8","until":"2019-05-03T12:00:00Z","list":[1,2]}"#,
    ] {
        let mixed: Mixed = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&mixed).unwrap(), json);
    }
}

#[test]
fn a_list_may_be_null_whatever_its_presence_and_a_required_one_must_be_there() {
    let read = |json| serde_json::from_str::<Mixed>(json).map_err(|error| error.to_string());
    let null = read(r#"{"nullable":null,"list":null}"#).unwrap();
    assert_eq!(null, read(r#"{"nullable":null,"list":[]}"#).unwrap());
    let written = serde_json::to_string(&null).unwrap();
    assert_eq!(written, r#"{"nullable":null,"list":[]}"#);
    let missing = read(r#"{"nullable":null}"#).unwrap_err();
    assert!(missing.contains("missing field `list`"), "{missing}");
    let number = read(r#"{"nullable":null,"list":5}"#).unwrap_err();
    assert!(number.contains("expected a sequence"), "{number}");
}

/// A value that can't be written.
#[derive(Debug, Default, PartialEq)]
struct Odd(&'static str);

impl<'de> serde_core::Deserialize<'de> for Odd {
    fn deserialize<D: serde_core::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Ok(Self::default())
    }
}

impl serde_core::Serialize for Odd {
    fn serialize<S: serde_core::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde_core::ser::Error::custom(self.0))
    }
}

#[derive(Debug, Default)]
struct Odds {
    first: Odd,
    last: Odd,
}
crate::record!(Odds {
    0 first: required value = "first",
    1 last: required value = "last",
});

#[test]
fn writing_ends_at_the_first_error() {
    let odds = Odds {
        first: Odd("the first is odd"),
        last: Odd("the last is odd"),
    };
    let mut written = Vec::new();
    let error = serde_json::to_writer(&mut written, &odds).unwrap_err();
    assert_eq!(error.to_string(), "the first is odd");
    assert_eq!(String::from_utf8(written).unwrap(), r#"{"first":"#);
}

/// Declares an object of whole numbers.
macro_rules! numbers {
    ($name:ident, $words:literal {
        $($number:literal $field:ident: $presence:ident $key:literal $(| $alias:literal)*,)*
    }) => {
        #[derive(Debug, Default, PartialEq)]
        struct $name {
            $($field: numbers!(@ty $presence),)*
            received: crate::wire::Received<$words>,
        }
        crate::record!($name {
            $($number $field: $presence integer = $key $(| $alias)*,)*
            keys in received, words $words
        });
    };
    (@ty required) => { i64 };
    (@ty optional) => { Option<i64> };
}

numbers!(Wide129, 3 {
    0 f0: required "k0", 1 f1: optional "k1", 2 f2: optional "k2", 3 f3: optional "k3" | "a3",
    4 f4: optional "k4", 5 f5: optional "k5", 6 f6: optional "k6", 7 f7: optional "k7",
    8 f8: optional "k8", 9 f9: optional "k9", 10 f10: optional "k10", 11 f11: optional "k11",
    12 f12: optional "k12", 13 f13: optional "k13", 14 f14: optional "k14",
    15 f15: optional "k15", 16 f16: optional "k16", 17 f17: optional "k17",
    18 f18: optional "k18", 19 f19: optional "k19", 20 f20: optional "k20",
    21 f21: optional "k21", 22 f22: optional "k22", 23 f23: optional "k23",
    24 f24: optional "k24", 25 f25: optional "k25", 26 f26: optional "k26",
    27 f27: optional "k27", 28 f28: optional "k28", 29 f29: optional "k29",
    30 f30: optional "k30", 31 f31: optional "k31", 32 f32: optional "k32",
    33 f33: optional "k33", 34 f34: optional "k34", 35 f35: optional "k35",
    36 f36: optional "k36", 37 f37: optional "k37", 38 f38: optional "k38",
    39 f39: optional "k39", 40 f40: optional "k40", 41 f41: optional "k41",
    42 f42: optional "k42", 43 f43: optional "k43", 44 f44: optional "k44",
    45 f45: optional "k45", 46 f46: optional "k46", 47 f47: optional "k47",
    48 f48: optional "k48", 49 f49: optional "k49", 50 f50: optional "k50",
    51 f51: optional "k51", 52 f52: optional "k52", 53 f53: optional "k53",
    54 f54: optional "k54", 55 f55: optional "k55", 56 f56: optional "k56",
    57 f57: optional "k57", 58 f58: optional "k58", 59 f59: optional "k59",
    60 f60: optional "k60", 61 f61: optional "k61", 62 f62: optional "k62",
    63 f63: optional "k63", 64 f64: optional "k64", 65 f65: optional "k65",
    66 f66: optional "k66", 67 f67: optional "k67", 68 f68: optional "k68",
    69 f69: optional "k69", 70 f70: optional "k70", 71 f71: optional "k71",
    72 f72: optional "k72", 73 f73: optional "k73", 74 f74: optional "k74",
    75 f75: optional "k75", 76 f76: optional "k76", 77 f77: optional "k77",
    78 f78: optional "k78", 79 f79: optional "k79", 80 f80: optional "k80",
    81 f81: optional "k81", 82 f82: optional "k82", 83 f83: optional "k83",
    84 f84: optional "k84", 85 f85: optional "k85", 86 f86: optional "k86",
    87 f87: optional "k87", 88 f88: optional "k88", 89 f89: optional "k89",
    90 f90: optional "k90", 91 f91: optional "k91", 92 f92: optional "k92",
    93 f93: optional "k93", 94 f94: optional "k94", 95 f95: optional "k95",
    96 f96: optional "k96", 97 f97: optional "k97", 98 f98: optional "k98",
    99 f99: optional "k99", 100 f100: optional "k100", 101 f101: optional "k101",
    102 f102: optional "k102", 103 f103: optional "k103", 104 f104: optional "k104",
    105 f105: optional "k105", 106 f106: optional "k106", 107 f107: optional "k107",
    108 f108: optional "k108", 109 f109: optional "k109", 110 f110: optional "k110",
    111 f111: optional "k111", 112 f112: optional "k112", 113 f113: optional "k113",
    114 f114: optional "k114", 115 f115: optional "k115", 116 f116: optional "k116",
    117 f117: optional "k117", 118 f118: optional "k118", 119 f119: optional "k119",
    120 f120: optional "k120", 121 f121: optional "k121", 122 f122: optional "k122",
    123 f123: optional "k123", 124 f124: optional "k124", 125 f125: optional "k125",
    126 f126: optional "k126" | "a126", 127 f127: required "k127", 128 f128: required "k128",
});

numbers!(Wide200, 4 {
    0 f0: required "k0", 1 f1: optional "k1", 2 f2: optional "k2", 3 f3: optional "k3" | "a3",
    4 f4: optional "k4", 5 f5: optional "k5", 6 f6: optional "k6", 7 f7: optional "k7",
    8 f8: optional "k8", 9 f9: optional "k9", 10 f10: optional "k10", 11 f11: optional "k11",
    12 f12: optional "k12", 13 f13: optional "k13", 14 f14: optional "k14",
    15 f15: optional "k15", 16 f16: optional "k16", 17 f17: optional "k17",
    18 f18: optional "k18", 19 f19: optional "k19", 20 f20: optional "k20",
    21 f21: optional "k21", 22 f22: optional "k22", 23 f23: optional "k23",
    24 f24: optional "k24", 25 f25: optional "k25", 26 f26: optional "k26",
    27 f27: optional "k27", 28 f28: optional "k28", 29 f29: optional "k29",
    30 f30: optional "k30", 31 f31: optional "k31", 32 f32: optional "k32",
    33 f33: optional "k33", 34 f34: optional "k34", 35 f35: optional "k35",
    36 f36: optional "k36", 37 f37: optional "k37", 38 f38: optional "k38",
    39 f39: optional "k39", 40 f40: optional "k40", 41 f41: optional "k41",
    42 f42: optional "k42", 43 f43: optional "k43", 44 f44: optional "k44",
    45 f45: optional "k45", 46 f46: optional "k46", 47 f47: optional "k47",
    48 f48: optional "k48", 49 f49: optional "k49", 50 f50: optional "k50",
    51 f51: optional "k51", 52 f52: optional "k52", 53 f53: optional "k53",
    54 f54: optional "k54", 55 f55: optional "k55", 56 f56: optional "k56",
    57 f57: optional "k57", 58 f58: optional "k58", 59 f59: optional "k59",
    60 f60: optional "k60", 61 f61: optional "k61", 62 f62: optional "k62",
    63 f63: optional "k63", 64 f64: optional "k64", 65 f65: optional "k65",
    66 f66: optional "k66", 67 f67: optional "k67", 68 f68: optional "k68",
    69 f69: optional "k69", 70 f70: optional "k70", 71 f71: optional "k71",
    72 f72: optional "k72", 73 f73: optional "k73", 74 f74: optional "k74",
    75 f75: optional "k75", 76 f76: optional "k76", 77 f77: optional "k77",
    78 f78: optional "k78", 79 f79: optional "k79", 80 f80: optional "k80",
    81 f81: optional "k81", 82 f82: optional "k82", 83 f83: optional "k83",
    84 f84: optional "k84", 85 f85: optional "k85", 86 f86: optional "k86",
    87 f87: optional "k87", 88 f88: optional "k88", 89 f89: optional "k89",
    90 f90: optional "k90", 91 f91: optional "k91", 92 f92: optional "k92",
    93 f93: optional "k93", 94 f94: optional "k94", 95 f95: optional "k95",
    96 f96: optional "k96", 97 f97: optional "k97", 98 f98: optional "k98",
    99 f99: optional "k99", 100 f100: optional "k100", 101 f101: optional "k101",
    102 f102: optional "k102", 103 f103: optional "k103", 104 f104: optional "k104",
    105 f105: optional "k105", 106 f106: optional "k106", 107 f107: optional "k107",
    108 f108: optional "k108", 109 f109: optional "k109", 110 f110: optional "k110",
    111 f111: optional "k111", 112 f112: optional "k112", 113 f113: optional "k113",
    114 f114: optional "k114", 115 f115: optional "k115", 116 f116: optional "k116",
    117 f117: optional "k117", 118 f118: optional "k118", 119 f119: optional "k119",
    120 f120: optional "k120", 121 f121: optional "k121", 122 f122: optional "k122",
    123 f123: optional "k123", 124 f124: optional "k124", 125 f125: optional "k125",
    126 f126: optional "k126" | "a126", 127 f127: required "k127", 128 f128: required "k128",
    129 f129: optional "k129", 130 f130: optional "k130" | "a130", 131 f131: optional "k131",
    132 f132: optional "k132", 133 f133: optional "k133", 134 f134: optional "k134",
    135 f135: optional "k135", 136 f136: optional "k136", 137 f137: optional "k137",
    138 f138: optional "k138", 139 f139: optional "k139", 140 f140: optional "k140",
    141 f141: optional "k141", 142 f142: optional "k142", 143 f143: optional "k143",
    144 f144: optional "k144", 145 f145: optional "k145", 146 f146: optional "k146",
    147 f147: optional "k147", 148 f148: optional "k148", 149 f149: optional "k149",
    150 f150: optional "k150", 151 f151: optional "k151", 152 f152: optional "k152",
    153 f153: optional "k153", 154 f154: optional "k154", 155 f155: optional "k155",
    156 f156: optional "k156", 157 f157: optional "k157", 158 f158: optional "k158",
    159 f159: optional "k159", 160 f160: optional "k160", 161 f161: optional "k161",
    162 f162: optional "k162", 163 f163: optional "k163", 164 f164: optional "k164",
    165 f165: optional "k165", 166 f166: optional "k166", 167 f167: optional "k167",
    168 f168: optional "k168", 169 f169: optional "k169", 170 f170: optional "k170",
    171 f171: optional "k171", 172 f172: optional "k172", 173 f173: optional "k173",
    174 f174: optional "k174", 175 f175: optional "k175", 176 f176: optional "k176",
    177 f177: optional "k177", 178 f178: optional "k178", 179 f179: optional "k179",
    180 f180: optional "k180", 181 f181: optional "k181", 182 f182: optional "k182",
    183 f183: optional "k183", 184 f184: optional "k184", 185 f185: optional "k185",
    186 f186: optional "k186", 187 f187: optional "k187", 188 f188: optional "k188",
    189 f189: optional "k189", 190 f190: optional "k190", 191 f191: optional "k191",
    192 f192: optional "k192", 193 f193: optional "k193", 194 f194: optional "k194",
    195 f195: optional "k195", 196 f196: optional "k196", 197 f197: optional "k197",
    198 f198: optional "k198" | "a198" | "b198", 199 f199: required "k199",
});

#[test]
fn keys_of_wide_objects_are_not_taken_for_each_other() {
    for json in [
        r#"{"k0":0,"k1":null,"k127":0,"k128":0}"#,
        r#"{"k0":0,"k63":null,"k127":0,"k128":0}"#,
        r#"{"k0":0,"k64":null,"k127":0,"k128":0}"#,
        r#"{"k0":0,"k1":null,"k65":null,"k126":null,"k127":0,"k128":0}"#,
    ] {
        let wide: Wide129 = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&wide).unwrap(), json);
    }
}

/// An object with these keys and the values 0, 1 and so on.
fn object(keys: &[String]) -> String {
    let members = keys.iter().enumerate();
    let members: Vec<String> = members
        .map(|(number, key)| format!("\"{key}\":{number}"))
        .collect();
    format!("{{{}}}", members.join(","))
}

fn keys(fields: usize) -> Vec<String> {
    (0..fields).map(|number| format!("k{number}")).collect()
}

#[test]
fn an_object_may_have_more_than_128_fields() {
    let json = object(&keys(129));
    let wide: Wide129 = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (wide.f0, wide.f1, wide.f127, wide.f128),
        (0, Some(1), 127, 128)
    );
    assert_eq!(serde_json::to_string(&wide).unwrap(), json);

    let json = object(&keys(200));
    let wide: Wide200 = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (wide.f0, wide.f128, wide.f198, wide.f199),
        (0, 128, Some(198), 199)
    );
    assert_eq!(serde_json::to_string(&wide).unwrap(), json);

    let mut backwards = keys(200);
    backwards.reverse();
    let wide: Wide200 = serde_json::from_str(&object(&backwards)).unwrap();
    assert_eq!(
        (wide.f0, wide.f71, wide.f72, wide.f199),
        (199, Some(128), Some(127), 0)
    );
}

#[test]
fn a_required_field_of_a_wide_object_is_missed_wherever_it_is() {
    for missing in ["k0", "k127", "k128", "k199"] {
        let mut keys = keys(200);
        keys.retain(|key| key != missing);
        let error = serde_json::from_str::<Wide200>(&object(&keys)).unwrap_err();
        let expected = format!("missing field `{missing}`");
        assert!(error.to_string().contains(&expected), "{error}");
    }
    let least: Wide200 = serde_json::from_str(r#"{"k0":1,"k127":2,"k128":3,"k199":4}"#).unwrap();
    assert_eq!((least.f0, least.f127, least.f128, least.f199), (1, 2, 3, 4));
    assert_eq!(least.f129, None);
}

#[test]
fn a_field_of_a_wide_object_is_a_duplicate_under_any_of_its_keys() {
    for (first, second) in [
        ("k3", "k3"),
        ("k3", "a3"),
        ("a126", "k126"),
        ("k128", "k128"),
        ("k130", "a130"),
        ("a198", "b198"),
    ] {
        let json = format!(r#"{{"{first}":1,"{second}":2}}"#);
        let error = serde_json::from_str::<Wide200>(&json).unwrap_err();
        let expected = format!("duplicate field `{second}`");
        assert!(error.to_string().contains(&expected), "{error}");
    }
    // Fields whose numbers differ by 128 are not taken for each other.
    let both = r#"{"k0":1,"k128":2,"a3":3,"k131":4,"k127":5,"k199":6,"b198":7,"k70":8}"#;
    let wide: Wide200 = serde_json::from_str(both).unwrap();
    assert_eq!(
        (wide.f0, wide.f128, wide.f3, wide.f131),
        (1, 2, Some(3), Some(4))
    );
    assert_eq!((wide.f198, wide.f70), (Some(7), Some(8)));
}

#[derive(Debug, Default, PartialEq)]
struct Measures {
    score: f64,
    wait: Option<Minutes>,
    elapsed: Option<Milliseconds>,
    day: Date,
    due: Option<Date>,
    created: EpochSeconds,
    changed: Option<EpochMilliseconds>,
    times: Vec<Option<f64>>,
    days: Vec<Date>,
    shares: BTreeMap<String, Option<f64>>,
    lists: BTreeMap<String, Vec<i64>>,
    targets: BTreeMap<String, Mixed>,
    reply: Option<i64>,
}
crate::record!(Measures {
    0 score: required decimal = "score",
    1 wait: optional decimal = "wait",
    2 elapsed: nullable decimal = "elapsed",
    3 day: required value = "day",
    4 due: loose value = "due",
    5 created: required value = "created",
    6 changed: optional value = "changed",
    7 times: required list = "times",
    8 days: optional list = "days",
    9 shares: required value = "shares",
    10 lists: required value = "lists",
    11 targets: required value = "targets",
    12 reply: optional integer = "first reply.number",
});

#[test]
fn decimals_dates_and_nulls_are_written_as_they_came() {
    for json in [
        r#"{"score":"12.5","wait":"90","elapsed":null,"day":"2019-05-02","due":"2020-02-29","created":1556798400,"changed":1556798400250,"times":[1.5,null,2.5],"days":["2019-05-02"],"shares":{"chat":0.5,"email":null},"lists":{"chat":[1,2],"email":[]},"targets":{"a.b":{"nullable":"7","list":[1]}},"first reply.number":3}"#,
        r#"{"score":"0","elapsed":"0.25","day":"2019-05-02","created":0,"times":[],"shares":{},"lists":{},"targets":{}}"#,
    ] {
        let read: Measures = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), json);
    }
}

#[test]
fn a_value_that_is_no_date_or_decimal_is_an_error() {
    let whole = r#"{"score":"1","elapsed":null,"day":"2019-05-02","created":0,"times":[],"shares":{},"lists":{},"targets":{}}"#;
    assert!(serde_json::from_str::<Measures>(whole).is_ok());
    for (right, wrong) in [
        (r#""score":"1""#, r#""score":"one""#),
        (r#""score":"1""#, r#""score":null"#),
        ("2019-05-02", "2019-02-30"),
        (r#""created":0"#, r#""created":"2019-05-02T12:00:00Z""#),
        (r#""times":[]"#, r#""times":["1.5"]"#),
    ] {
        let json = whole.replace(right, wrong);
        assert_ne!(json, whole);
        assert!(serde_json::from_str::<Measures>(&json).is_err(), "{json}");
    }
}

/// The same object twice, with derived traits and with those of the macro, which leave out which keys
/// came.
mod twins {
    use std::collections::BTreeMap;

    use jiff::Timestamp;

    use super::UserId;
    use crate::wire::Received;

    #[derive(Debug, Default, PartialEq)]
    pub(super) struct Twin {
        pub(super) share: f64,
        pub(super) user: Option<UserId>,
        pub(super) at: Timestamp,
        pub(super) names: Vec<String>,
        pub(super) others: BTreeMap<String, i64>,
    }

    pub(super) mod other {
        use super::*;

        #[derive(Default)]
        pub(in super::super) struct Twin {
            pub(in super::super) share: f64,
            pub(in super::super) user: Option<UserId>,
            pub(in super::super) at: Timestamp,
            pub(in super::super) names: Vec<String>,
            pub(in super::super) others: BTreeMap<String, i64>,
            pub(in super::super) received: Received,
        }
        crate::record!(Twin {
            0 share: required decimal = "theShare",
            1 user: loose text = "user",
            2 at: required instant = "at",
            3 names: optional list = "names",
            .. others,
            keys in received,
            impl Debug and PartialEq,
        });
    }
}

#[test]
fn objects_are_shown_and_compared_as_with_derived_traits() {
    let mut derived = twins::Twin::default();
    let mut own = twins::other::Twin::default();
    assert_eq!(format!("{own:?}"), format!("{derived:?}"));
    let null = r#"{"theShare":"0","at":"1970-01-01T00:00:00Z","names":null}"#;
    assert_eq!(own, serde_json::from_str(null).unwrap());

    derived.others.insert("odd".to_owned(), 1);
    derived.names.push("a".to_owned());
    derived.user = Some(UserId(7));
    own.others.insert("odd".to_owned(), 1);
    assert_ne!(own, twins::other::Twin::default());
    own.names.push("a".to_owned());
    own.user = Some(UserId(7));
    assert_eq!(format!("{own:?}"), format!("{derived:?}"));
    assert_eq!(format!("{own:#?}"), format!("{derived:#?}"));

    let first = twins::other::Twin {
        share: 0.5,
        ..Default::default()
    };
    let last = twins::other::Twin {
        names: vec!["a".to_owned()],
        ..Default::default()
    };
    for other in [first, last] {
        assert_ne!(other, twins::other::Twin::default());
    }
    let is_itself = |twin: &twins::other::Twin, other: &twins::other::Twin| twin == other;
    assert!(is_itself(&own, &own));
    own.share = f64::NAN;
    assert!(!is_itself(&own, &own));
}
