//! Calls with documented examples, to a sandbox of the spec or to the live service.

use std::collections::BTreeMap;
use std::{fmt, slice};

use helpscout_command::IntervalParameters;
use helpscout_description::{
    Api, JsonType, ListStyle, Operation as Described, Parameter, Place, Rule, Type,
};
use helpscout_runtime::{
    Basic, Client, Content, HeaderField, JsonKind, Method, ObjectFields, Operation, Query,
    RateLimitHeaders, Request, Sent, Service as Facts,
};
use helpscout_sandbox::Sandbox;

use crate::credentials::Credentials;
use crate::error::Error;

/// The service that answers.
pub(crate) struct Service {
    client: Client,
    /// The service that the client may call.
    service: &'static Facts,
    sandbox: Option<Sandbox>,
}

/// A required parameter without a value, or several of which one is required.
pub(crate) struct MissingValue {
    pub(crate) operation: String,
    pub(crate) parameters: Vec<String>,
}

impl fmt::Display for MissingValue {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let settings: Vec<String> = match self.parameters.as_slice() {
            [one] => vec![one.clone(), format!("{}.{one}", self.operation)],
            several => several.to_vec(),
        };
        let settings = settings.iter().map(|name| format!("--set {name}=…"));
        write!(
            out,
            "it needs {}",
            settings.collect::<Vec<_>>().join(" or ")
        )
    }
}

impl Service {
    /// Starts a sandbox inside this process that serves the description.
    pub(crate) async fn sandbox(api: &Api) -> Result<Self, Error> {
        let sandbox = Sandbox::builder().spec(api.clone()).start().await;
        let sandbox = sandbox.map_err(Error::new)?;
        let service = facts(api);
        let client = Client::builder()
            .service(service)
            .sandbox(sandbox.base_url());
        let client = client.build().map_err(Error::new)?;
        Ok(Self {
            client,
            service,
            sandbox: Some(sandbox),
        })
    }

    /// Creates a client of the live service.
    pub(crate) fn live(api: &Api, credentials: Credentials<'_>) -> Result<Self, Error> {
        let service = facts(api);
        let client = credentials.client()?.service(service).build();
        Ok(Self {
            client: client.map_err(Error::new)?,
            service,
            sandbox: None,
        })
    }

    /// Returns the call of an operation. Its values are the settings, or else the documented
    /// examples.
    pub(crate) fn call(
        &self,
        api: &Api,
        described: &Described,
        settings: &BTreeMap<String, String>,
    ) -> Result<Request, MissingValue> {
        // A live account does not have the documented IDs.
        let query = query(described, settings, self.sandbox.is_some())?;
        Ok(Request::new(operation(api, described, self.service), query))
    }

    /// Sends a call and returns the body of the answer. Values in headers are an object, and an answer
    /// without content is empty.
    pub(crate) async fn send(&self, call: &Request) -> Result<String, helpscout_runtime::Error> {
        if call.operation().content == Content::Json {
            return Ok(self.client.send_raw(call).await?.into_value());
        }
        let values = self.client.raw_page(call).await?.into_value().rows;
        Ok(values.first().map_or("", |values| values.get()).to_owned())
    }

    pub(crate) async fn shutdown(self) {
        if let Some(sandbox) = self.sandbox {
            sandbox.shutdown().await;
        }
    }
}

fn query(
    described: &Described,
    settings: &BTreeMap<String, String>,
    has_example_ids: bool,
) -> Result<Query, MissingValue> {
    let missing = |parameters: &[String]| MissingValue {
        operation: described.id.clone(),
        parameters: parameters.to_vec(),
    };
    let set = |wire: &str| {
        let of_operation = settings.get(&format!("{}.{wire}", described.id));
        of_operation.or_else(|| settings.get(wire)).cloned()
    };
    let example = |parameter: &Parameter| {
        let is_usable = has_example_ids || !matches!(parameter.ty, Type::Id(_));
        let example = parameter.example.join(",");
        (is_usable && !example.is_empty()).then_some(example)
    };
    // Of parameters of which one is required, the one that is set, or else the first with an example.
    let mut chosen: Vec<&str> = Vec::new();
    for rule in &described.rules {
        if let Rule::Either(names) = rule
            && names.iter().all(|name| set(name).is_none())
        {
            let has_example =
                |name: &&String| described.parameter(name).and_then(example).is_some();
            let first = names.iter().find(has_example);
            chosen.push(first.ok_or_else(|| missing(names))?);
        }
    }
    // The interval to compare with makes answers show more.
    let previous = IntervalParameters::previous_of(described);
    let is_comparison =
        |parameter: &Parameter| previous.is_some_and(|previous| previous.has(parameter));
    let mut query = Query::new();
    for parameter in &described.parameters {
        let wire = parameter.wire.as_str();
        let is_wanted = parameter.required
            || chosen.contains(&wire)
            || (is_comparison(parameter) && has_examples(described, wire));
        let value = set(wire).or_else(|| example(parameter).filter(|_| is_wanted));
        match value {
            Some(value) => query = with_value(query, parameter, &value),
            None if parameter.required => return Err(missing(slice::from_ref(&parameter.wire))),
            None => {}
        }
    }
    Ok(query)
}

/// Returns whether all parameters that must be given together with this one have an example.
fn has_examples(described: &Described, wire: &str) -> bool {
    let has_example = |wire: &str| {
        let parameter = described.parameter(wire);
        parameter.is_some_and(|parameter| !parameter.example.is_empty())
    };
    described.rules.iter().all(|rule| match rule {
        Rule::Together(names) if names.iter().any(|name| name == wire) => {
            names.iter().all(|name| has_example(name))
        }
        _ => true,
    })
}

/// Returns the query with the value of a parameter, or its values with commas between them.
fn with_value(query: Query, parameter: &Parameter, value: &str) -> Query {
    let name = leak(&parameter.wire);
    match parameter.list {
        _ if !parameter.fields.is_empty() => query.with_values(name, [value]),
        Some(ListStyle::Pipe) => query.with_joined(name, "|", value.split(',')),
        Some(ListStyle::Repeat | ListStyle::Array) => query.with_values(name, value.split(',')),
        Some(ListStyle::Comma) | None => query.with(name, value),
    }
}

/// Returns the facts that the client needs. They are leaked, once for each operation of a
/// short-lived program.
fn operation(api: &Api, described: &Described, service: &'static Facts) -> &'static Operation {
    let required = described
        .parameters
        .iter()
        .filter(|parameter| parameter.required);
    let required: Vec<&'static str> = required.map(|parameter| leak(&parameter.wire)).collect();
    let parameters = described.parameters.iter();
    let sent: Vec<Sent> = parameters
        .filter_map(|parameter| sent(api, parameter))
        .collect();
    let method = match described.method.as_str() {
        "POST" => Method::Post,
        "PUT" => Method::Put,
        "PATCH" => Method::Patch,
        "DELETE" => Method::Delete,
        _ => Method::Get,
    };
    Box::leak(Box::new(Operation {
        id: leak(&described.id),
        service,
        method,
        is_safe: described.safe,
        path: leak(&described.path),
        docs: leak(&described.docs),
        required: required.leak(),
        sent: sent.leak(),
        content: content(api, described),
        ..Operation::DEFAULT
    }))
}

/// Returns what a successful answer contains, leaked.
fn content(api: &Api, described: &Described) -> Content {
    if api.has_body(described) {
        return Content::Json;
    }
    let fields = api.in_headers(described).map(|(header, field)| {
        let kind = kind_of(api.json_type(field.type_in_header()));
        HeaderField::new(leak(header), leak(&field.wire), kind)
    });
    let fields: Vec<HeaderField> = fields.collect();
    if fields.is_empty() {
        Content::Empty
    } else {
        Content::Headers(fields.leak())
    }
}

/// Returns how a parameter is sent that is neither in the path nor in the query.
fn sent(api: &Api, parameter: &Parameter) -> Option<Sent> {
    let name = leak(&parameter.wire);
    match parameter.place {
        Place::Query | Place::Path => None,
        Place::Header => Some(Sent::header(name)),
        Place::Body if parameter.list.is_some() => Some(Sent::array(name, kind(api, parameter))),
        Place::Body => Some(Sent::body(name, kind(api, parameter))),
    }
}

/// Returns what a value of a parameter is in JSON.
fn kind(api: &Api, parameter: &Parameter) -> JsonKind {
    match api.json_type(&parameter.ty) {
        JsonType::Object => JsonKind::Object(fields(api, parameter)),
        single => kind_of(single),
    }
}

/// Returns what a single value is in JSON.
fn kind_of(single: JsonType) -> JsonKind {
    match single {
        JsonType::Integer => JsonKind::Integer,
        JsonType::Number => JsonKind::Number,
        JsonType::Boolean => JsonKind::Boolean,
        JsonType::Text | JsonType::Object => JsonKind::Text,
    }
}

/// Returns the fields of the objects that a parameter takes, leaked.
fn fields(api: &Api, parameter: &Parameter) -> &'static ObjectFields {
    let fields = || parameter.fields.iter();
    let required = fields().filter(|field| field.required);
    let required: Vec<&'static str> = required.map(|field| leak(&field.wire)).collect();
    let sent: Vec<Sent> = fields().filter_map(|field| sent(api, field)).collect();
    Box::leak(Box::new(ObjectFields::new(
        required.leak(),
        &[],
        sent.leak(),
    )))
}

/// Returns the facts about the described service, leaked.
fn facts(api: &Api) -> &'static Facts {
    let service = &api.service;
    let limits = service.rate_limit.as_ref();
    Box::leak(Box::new(Facts {
        title: leak(&service.title),
        base_url: leak(&service.base_url),
        environment: leak(&service.environment),
        token: service.token.as_ref().map(|token| leak(&token.path)),
        basic: service.basic.as_ref().map(|basic| Basic {
            user: basic.user.as_deref().map(leak),
            password: basic.password.as_deref().map(leak),
        }),
        rate_limit: limits.map(|limits| {
            RateLimitHeaders::new(
                leak(&limits.limit),
                leak(&limits.remaining),
                leak(&limits.retry_after),
            )
        }),
        correlation_id: service.correlation_id.as_deref().map(leak),
    }))
}

fn leak(text: &str) -> &'static str {
    text.to_owned().leak()
}

/// Runs a future to its end.
pub(crate) fn block_on<T>(future: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Error::new)?;
    runtime.block_on(future)
}
