//! The description as OpenAPI documents whose server is the sandbox, with examples that it answers.

mod examples;

use axum::{
    http::{Method, StatusCode, request::Parts},
    response::Response,
};
use helpscout_description::{Api, Basic};
use helpscout_openapi::{Options, Version};

use crate::{
    basic,
    problem::Problem,
    response::text_response,
    route,
    token::{APP_ID, APP_SECRET},
};

/// A document that the sandbox serves.
#[derive(Debug)]
pub(crate) struct Served {
    /// The path of the document, unless an operation has it.
    pub(crate) path: &'static str,
    /// What it is for.
    pub(crate) about: &'static str,
    version: Version,
}

pub(crate) const SERVED: [Served; 2] = [
    Served {
        path: "/openapi.json",
        about: "All of this as an OpenAPI document, for clients in other languages",
        version: Version::V3_1,
    },
    Served {
        path: "/openapi-3.0.json",
        about: "The same in OpenAPI 3.0, for generators that don't read 3.1",
        version: Version::V3_0,
    },
];

/// Returns the document at a path, unless an operation is there.
pub(crate) fn at(api: &Api, path: &str) -> Option<&'static Served> {
    let served = SERVED.iter().find(|served| served.path == path)?;
    route::operations(api, path).is_empty().then_some(served)
}

impl Served {
    /// Answers with the document. `origin` is how the caller reaches the sandbox, such as
    /// `http://127.0.0.1:8080`; if it is empty, the URLs in the document are relative.
    pub(crate) fn answer(
        &self,
        api: &Api,
        request: &Parts,
        origin: String,
    ) -> Result<Response, Problem> {
        if ![Method::GET, Method::HEAD].contains(&request.method) {
            let message = format!("{} answers GET only, not {}", self.path, request.method);
            return Err(Problem::method(message));
        }
        let mut api = examples::answered(api);
        api.service.base_url = origin;
        if let Some(token) = &mut api.service.token {
            // A sandbox has no page where users authorize apps, and that of the live service knows
            // no app of a sandbox.
            token.authorization_url = None;
        }
        let sentence = "This server is a sandbox with made-up data.";
        let sentence = match (&api.service.token, &api.service.basic) {
            (Some(_), _) => {
                format!("{sentence} Its app has the ID `{APP_ID}` and the secret `{APP_SECRET}`.")
            }
            (None, Some(basic)) => format!("{sentence} {}", credentials(basic)),
            (None, None) => sentence.to_owned(),
        };
        let options = Options {
            version: self.version,
            about_server: &sentence,
        };
        let text = helpscout_openapi::document(&api, options);
        Ok(text_response(StatusCode::OK, "application/json", text))
    }
}

/// Returns a sentence with the credentials of HTTP Basic. A half that the document states is not
/// repeated.
fn credentials(basic: &Basic) -> String {
    let (user, password) = basic::accepted(basic);
    match (&basic.user, &basic.password) {
        (None, None) => {
            format!("It takes the user name `{user}` and the password `{password}`.")
        }
        (Some(_), _) => format!("It takes the password `{password}`."),
        (None, Some(_)) => format!("It takes the user name `{user}`."),
    }
}
