package main

import (
	"context"
	"fmt"
	"os"

	helpscout "example.com/helpscout"
	"golang.org/x/oauth2"
)

// token is a source of one token. A program that runs longer needs one that gets new ones.
type token string

func (t token) Token() (*oauth2.Token, error) {
	return &oauth2.Token{AccessToken: string(t)}, nil
}

func main() {
	client := helpscout.NewAPIClient(helpscout.NewConfiguration())
	ctx := context.WithValue(context.Background(), helpscout.ContextOAuth2, token(os.Getenv("TOKEN")))

	page, _, err := client.ReportsUserAPI.UserConversationHistory(ctx).
		User(447723).
		Start("2019-05-02T12:00:00Z").
		End("2019-06-02T12:00:00Z").
		Status(helpscout.CONVERSATIONFILTERSTATUS_Closed).
		Mailboxes([]int64{123, 567}).
		Execute()
	if err != nil {
		fmt.Println("history", err)
	} else {
		fmt.Println("history", len(page.Results), page.Results[0].GetStatus())
	}

	users, _, err := client.LookupsAPI.ListUsers(ctx).Execute()
	if err != nil {
		fmt.Println("lookup", err)
	} else {
		first := users.Embedded.Users[0]
		fmt.Println("lookup", len(users.Embedded.Users), first.GetFirstName())
	}

	me, _, err := client.LookupsAPI.GetMe(ctx).Execute()
	if err != nil {
		fmt.Println("enum", err)
	} else {
		fmt.Println("enum", me.GetRole())
	}
}
