// Package oauth2 has the part of golang.org/x/oauth2 that the generated client uses.
package oauth2

import "net/http"

// Token is an access token.
type Token struct{ AccessToken string }

// SetAuthHeader sends the token with a request.
func (t *Token) SetAuthHeader(r *http.Request) {
	r.Header.Set("Authorization", "Bearer "+t.AccessToken)
}

// TokenSource returns tokens.
type TokenSource interface{ Token() (*Token, error) }
