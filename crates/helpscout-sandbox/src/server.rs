//! Serves HTTP over connections until the sandbox stops.
//!
//! A client that takes too long to send the head of a request is cut off, so connections that are
//! left open do not add up.

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use axum::{body::Body, http::StatusCode, serve::Listener};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{io::AsyncWriteExt, sync::watch, task::JoinSet};

use crate::{
    connection::{Connection, ConnectionListener},
    gate,
    problem::Problem,
    service::Service,
};

/// Serves until the service stops. The returned receiver turns true once that is done.
pub(crate) fn serve(
    mut connections: ConnectionListener,
    service: &Arc<Service>,
) -> watch::Receiver<bool> {
    let (done, stopped) = watch::channel(false);
    let service = Arc::clone(service);
    tokio::spawn(async move {
        let mut stopping = service.stopping.subscribe();
        let mut open = JoinSet::new();
        loop {
            tokio::select! {
                (connection, _) = connections.accept() => {
                    open.spawn(serve_connection(connection, Arc::clone(&service)));
                }
                () = stop(&mut stopping) => break,
                Some(_) = open.join_next() => {}
            }
        }
        drop(connections);
        while open.join_next().await.is_some() {}
        let _ = done.send(true);
    });
    stopped
}

/// Answers the requests that come over a connection. Clients notice failed connections themselves.
async fn serve_connection(connection: Connection, service: Arc<Service>) {
    let mut stopping = service.stopping.subscribe();
    let is_used = Arc::new(AtomicBool::new(false));
    let answers = {
        let (service, handle) = (Arc::clone(&service), connection.handle());
        let is_used = Arc::clone(&is_used);
        service_fn(move |request: hyper::Request<Incoming>| {
            is_used.store(true, Ordering::Relaxed);
            let request = request.map(Body::new);
            let answer = gate::answer(Arc::clone(&service), Some(handle.clone()), request);
            async { Ok::<_, Infallible>(answer.await) }
        })
    };
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(service.request_timeout);
    let mut serving = http.serve_connection(TokioIo::new(connection), answers);
    let served = tokio::select! {
        served = &mut serving => served,
        () = stop(&mut stopping) => {
            // Without a request, there is no answer to wait for.
            if !is_used.load(Ordering::Relaxed) {
                return;
            }
            std::pin::Pin::new(&mut serving).graceful_shutdown();
            (&mut serving).await
        }
    };
    if served.is_err_and(|error| error.is_timeout()) {
        let parts = serving.into_parts();
        // A client that has sent nothing does not wait for an answer.
        if !parts.read_buf.is_empty() {
            refuse(parts.io.into_inner(), &service).await;
        }
    }
}

/// Tells a client that its request took too long.
async fn refuse(mut connection: Connection, service: &Service) {
    let seconds = service.request_timeout.as_secs_f64();
    let message = format!("The head of the request was not complete after {seconds} seconds");
    let problem = Problem::new(StatusCode::REQUEST_TIMEOUT, message);
    let body = problem.body(&service.api.service, &service.correlation_id());
    let answer = format!(
        "HTTP/1.1 408 Request Timeout\r\ncontent-type: {}\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n{body}",
        service.api.service.media_types.errors,
        body.to_string().len(),
    );
    // The connection ends, whether the answer arrives or not.
    if connection.write_all(answer.as_bytes()).await.is_ok() {
        let _ = connection.shutdown().await;
    }
}

/// Waits until the sandbox stops.
async fn stop(stopping: &mut watch::Receiver<bool>) {
    // The service owns the sender, so only the signal ends this.
    let _ = stopping.wait_for(|stopping| *stopping).await;
}
