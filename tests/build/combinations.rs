//! Every combination of the facts about a field and a parameter. Each is either refused, or part of
//! a spec whose client compiles.

use helpscout_spec::{Sources, read_sources};

const TYPES: [&str; 12] = [
    "type: integer",
    "type: number",
    "type: text",
    "type: boolean",
    "type: instant",
    "type: any",
    "type: WholeId",
    "type: HexId",
    "type: TextId",
    "type: Word",
    "type: Code",
    "object: Part",
];

const UNITS: [&str; 6] = [
    "",
    "unit: seconds, ",
    "unit: days, ",
    "unit: percent, ",
    "unit: points, ",
    "written_as: text, ",
];

const API: &str = "service:\n  title: Combinations\n  base_url: https://api.example.com\n  \
    docs: https://docs.example.com/\n  plans:\n    - { name: pro, calls_per_minute: 800 }\n\
    ids:\n  - { name: WholeId, doc: It. }\n  - { name: HexId, form: hex24, doc: It. }\n  - { name: TextId, form: text, doc: It. }\n\
    enums:\n  - { name: Word, doc: It., values: [{ value: a, doc: It. }, { value: b, doc: It. }] }\n  \
    - { name: Code, numeric: true, doc: It., values: [{ value: '1', rust: One, doc: It. }] }\n\
    objects:\n  - { name: Part, doc: It., fields: [{ path: a, type: text, doc: It. }] }\n";

/// Returns a spec with all combinations that are accepted.
pub(crate) fn spec() -> Sources {
    let mut sources = Sources::new().with("api.yaml", API);
    let fields: Vec<String> = fields()
        .filter(|field| is_accepted(&answer(1, "", field)))
        .collect();
    let all: Vec<String> = fields
        .iter()
        .enumerate()
        .map(|(index, field)| field.replace("f0", &format!("f{index}")))
        .collect();
    sources.add("reports/r1.yaml", answer(1, "", &all.concat()));
    sources.add(
        "reports/r2.yaml",
        answer(2, "", &all.concat().replace("path: 'f", "path: '[].f")),
    );
    let maps: Vec<String> = beside_named()
        .filter(|fields| is_accepted(&answer(1, "", fields)))
        .enumerate()
        .map(|(index, fields)| {
            let fields = fields.replace("'m0", &format!("'m{index}"));
            fields.replace("RowM0", &format!("RowM{index}"))
        })
        .collect();
    sources.add("reports/r3.yaml", answer(3, "", &maps.concat()));
    let mut number = 4;
    let maps = fields.iter().map(|field| field.replace("'f0", "'*"));
    let others = maps.map(|field| (String::new(), field));
    let others = others.chain(paged()).chain(rows());
    for (pages, fields) in others {
        let text = answer(number, &pages, &fields);
        if is_accepted(&text) {
            sources.add(format!("reports/r{number}.yaml"), text);
            number += 1;
        }
    }
    let parameters: Vec<String> = parameters()
        .filter(|parameter| is_accepted(&answer(1, &format!("parameters:\n{parameter}"), FIELD)))
        .collect();
    let all = parameters
        .iter()
        .enumerate()
        .map(|(index, parameter)| parameter.replace("name: p0", &format!("name: p{index}")));
    let all = format!("parameters:\n{}", all.collect::<String>());
    sources.with(
        format!("reports/r{number}.yaml"),
        answer(number, &all, FIELD),
    )
}

const FIELD: &str = "    - { path: 'f0', type: text, doc: It. }\n";

fn is_accepted(operation: &str) -> bool {
    let sources = Sources::new()
        .with("api.yaml", API)
        .with("reports/r.yaml", operation);
    !read_sources(&sources).findings.has_errors()
}

fn answer(number: usize, more: &str, fields: &str) -> String {
    format!(
        "operation: r{number}\nrequest: GET /v2/reports/r{number}\n\
         docs: https://docs.example.com/r{number}\nsummary: It.\n{more}response:\n  \
         object: R{number}Answer\n  doc: It.\n  fields:\n{}",
        fields.replace("Row", &format!("R{number}Row"))
    )
}

fn flags() -> impl Iterator<Item = (bool, bool)> {
    [(false, false), (false, true), (true, false), (true, true)].into_iter()
}

fn fields() -> impl Iterator<Item = String> {
    let kinds = TYPES
        .into_iter()
        .flat_map(|ty| UNITS.map(|unit| format!("{ty}, {unit}")));
    let kinds = kinds.flat_map(|kind| ["f0", "f0[]"].map(|path| format!("path: '{path}', {kind}")));
    let kinds =
        kinds.flat_map(|kind| ["", "nullable_items: true, "].map(|items| format!("{kind}{items}")));
    kinds.flat_map(|kind| {
        flags().map(move |(optional, nullable)| {
            format!("    - {{ {kind}optional: {optional}, nullable: {nullable}, doc: It. }}\n")
        })
    })
}

/// Returns every kind of field as that of the keys which are not described one by one, beside one
/// that is.
fn beside_named() -> impl Iterator<Item = String> {
    let single = |field: &String| field.contains("'f0'") && !field.contains("nullable_items");
    let many = fields().filter(single);
    let many = many.map(|field| field.replace("optional:", "one_or_many: true, optional:"));
    fields().chain(many).map(|field| {
        let rest = field.replace("'f0", "'m0.*");
        format!(
            "    - {{ path: 'm0', object: RowM0, optional: true, doc: It. }}\n    \
             - {{ path: 'm0.a', type: integer, doc: It. }}\n{rest}"
        )
    })
}

/// Returns paging with every kind of identity, and with rows in an object that may be missing.
fn paged() -> impl Iterator<Item = (String, String)> {
    TYPES.into_iter().flat_map(|ty| {
        flags().map(move |(optional, nullable)| {
            let flags = format!("optional: {optional}, nullable: {nullable}");
            let pages = "parameters:\n  - { name: page, type: integer, example: 1, doc: It. }\n\
                pages: { parameter: page, current: page, total: pages, count: count, rows: in.rows, identity: in.id }\n";
            let fields = format!(
                "    - {{ path: page, type: integer, doc: It. }}\n    \
                 - {{ path: pages, type: integer, doc: It. }}\n    \
                 - {{ path: count, type: integer, doc: It. }}\n    \
                 - {{ path: in, rust: inside, object: RowIn, {flags}, doc: It. }}\n    \
                 - {{ path: 'in.rows[]', object: Row, {flags}, doc: It. }}\n    \
                 - {{ path: 'in.rows[].in', rust: inside, object: RowPart, {flags}, doc: It. }}\n    \
                 - {{ path: 'in.rows[].in.id', {ty}, {flags}, doc: It. }}\n"
            );
            (pages.to_owned(), fields)
        })
    })
}

/// Returns paging with rows of every kind.
fn rows() -> impl Iterator<Item = (String, String)> {
    let kinds = TYPES
        .into_iter()
        .flat_map(|ty| UNITS.map(|unit| format!("{}, {unit}", ty.replace("Part", "Row"))));
    kinds.flat_map(|kind| {
        [false, true].map(|nullable| {
            let is_object = kind.starts_with("object");
            let identity = if is_object { ", identity: id" } else { "" };
            let pages = format!(
                "parameters:\n  - {{ name: page, type: integer, example: 1, doc: It. }}\n\
                 pages: {{ parameter: page, current: page, total: pages, rows: rows{identity} }}\n"
            );
            let mut fields = format!(
                "    - {{ path: page, type: integer, doc: It. }}\n    \
                 - {{ path: pages, type: integer, doc: It. }}\n    \
                 - {{ path: 'rows[]', {kind}nullable_items: {nullable}, doc: It. }}\n"
            );
            if is_object {
                fields.push_str("    - { path: 'rows[].id', type: integer, doc: It. }\n");
            }
            (pages, fields)
        })
    })
}

fn parameters() -> impl Iterator<Item = String> {
    let kinds = TYPES
        .into_iter()
        .flat_map(|ty| ["", "list: comma, "].map(|list| (ty, list)));
    kinds.flat_map(|(ty, list)| {
        let value = match ty {
            "type: integer" | "type: WholeId" | "type: Code" => "1",
            "type: number" => "0.5",
            "type: boolean" => "true",
            "type: instant" => "'2019-05-02T12:00:00Z'",
            "type: HexId" => "'5215163545667acd25394b5c'",
            _ => "a",
        };
        let rest = [
            "required: true, ".to_owned(),
            String::new(),
            format!("default: {value}, "),
        ];
        rest.map(|rest| {
            format!("  - {{ name: p0, {ty}, {list}{rest}example: {value}, doc: It. }}\n")
        })
    })
}
