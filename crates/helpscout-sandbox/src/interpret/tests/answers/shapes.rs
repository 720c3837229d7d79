//! A description with fields of all shapes.

use helpscout_description::{
    Api, EnumType, EnumValue, Field, Object, Operation, PageStyle, Pages, Type, Unit,
};

use crate::tests::embedded;

/// Creates a required field.
pub(super) fn field(wire: &str, ty: Type) -> Field {
    Field {
        rust: wire.to_lowercase(),
        ..Field::new(wire, ty)
    }
}

pub(super) fn list(wire: &str, ty: Type) -> Field {
    Field {
        list: true,
        ..field(wire, ty)
    }
}

pub(super) fn object(name: &str, fields: Vec<Field>) -> Object {
    Object {
        name: name.to_owned(),
        doc: String::new(),
        fields,
        important: Vec::new(),
        rest: None,
        operation: None,
        file: "api.yaml".to_owned(),
    }
}

pub(super) fn of(object: &str) -> Type {
    Type::Object(object.to_owned())
}

pub(super) fn operation(id: &str, response: &str, pages: Option<Pages>) -> Operation {
    let page = embedded()
        .operation("user_conversation_history")
        .unwrap()
        .parameter("page")
        .unwrap()
        .clone();
    Operation {
        id: id.to_owned(),
        rust: String::new(),
        file: String::new(),
        method: "GET".to_owned(),
        path: format!("/v2/{id}"),
        docs: String::new(),
        summary: String::new(),
        notes: Vec::new(),
        safe: false,
        plans: Vec::new(),
        parameters: vec![page],
        rules: Vec::new(),
        pages,
        status: 200,
        response: response.to_owned(),
        list: false,
        examples: Vec::new(),
    }
}

pub(super) fn pages(current: &str, total: &str, count: &str, rows: &str) -> Option<Pages> {
    let [current, total, count, rows] = [current, total, count, rows].map(str::to_owned);
    Some(Pages {
        page_size: None,
        identity: None,
        style: PageStyle::Number {
            parameter: "page".to_owned(),
            first: 1,
            current: Some(current),
            total: Some(total),
            more: None,
        },
        size: None,
        count: Some(count),
        count_header: None,
        total_header: None,
        more_header: None,
        rows,
    })
}

/// Describes answers of all shapes, none of which is computed.
pub(super) fn shapes() -> Api {
    let mut api = embedded();
    let mut values = ["red", "green"].map(|wire| EnumValue {
        wire: wire.to_owned(),
        rust: String::new(),
        doc: String::new(),
        correction: None,
    });
    values.reverse();
    api.enums.push(EnumType {
        name: "Colour".to_owned(),
        doc: String::new(),
        values: values.into(),
        numeric: false,
        file: "api.yaml".to_owned(),
    });
    let everything = vec![
        field("count", Type::Integer),
        Field {
            unit: Some(Unit::Percent),
            ..field("share", Type::Number)
        },
        Field {
            unit: Some(Unit::Seconds),
            nullable: true,
            ..field("time", Type::Number)
        },
        Field {
            optional: true,
            ..field("name", Type::Text)
        },
        field("open", Type::Boolean),
        field("since", Type::Instant),
        field("id", Type::Id("UserId".to_owned())),
        field("colour", Type::Enum("Colour".to_owned())),
        list("days", Type::Integer),
        Field {
            optional: true,
            nullable: true,
            ..list("parts", of("Part"))
        },
    ];
    api.objects.extend([
        object("Everything", everything),
        object(
            "Part",
            vec![field("size", Type::Integer), list("parts", of("Part"))],
        ),
        object("Nested", vec![field("conversations", of("NestedPage"))]),
        object(
            "NestedPage",
            vec![
                list("rows", of("Everything")),
                field("number", Type::Integer),
                field("all", Type::Integer),
                field("total", Type::Integer),
            ],
        ),
        object(
            "Hal",
            vec![
                field("_embedded", of("HalEmbedded")),
                field("page", of("HalPage")),
            ],
        ),
        object("HalEmbedded", vec![list("users", of("Everything"))]),
        object(
            "HalPage",
            ["size", "number", "totalPages", "totalElements"]
                .map(|key| field(key, Type::Integer))
                .into(),
        ),
        object("Endless", vec![field("inner", of("Endless"))]),
    ]);
    let nested = pages(
        "conversations.number",
        "conversations.all",
        "conversations.total",
        "conversations.rows",
    );
    let hal = pages(
        "page.number",
        "page.totalPages",
        "page.totalElements",
        "_embedded.users",
    );
    api.operations.extend([
        operation("everything", "Everything", None),
        operation("nested", "Nested", nested),
        operation("hal", "Hal", hal),
        operation("endless", "Endless", None),
    ]);
    api
}
