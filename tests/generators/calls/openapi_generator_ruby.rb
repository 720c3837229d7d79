$LOAD_PATH.unshift File.join(__dir__, "lib")
require "helpscout"

OpenapiClient.configure { |configuration| configuration.access_token = ENV.fetch("TOKEN") }

page = OpenapiClient::ReportsUserApi.new.user_conversation_history(
  447723, "2019-05-02T12:00:00Z", "2019-06-02T12:00:00Z",
  { status: OpenapiClient::ConversationFilterStatus::Closed, mailboxes: [123, 567] }
)
puts "history #{page.results.length} #{page.results[0].status}"

lookups = OpenapiClient::LookupsApi.new
users = lookups.list_users._embedded.users
puts "lookup #{users.length} #{users[0].first_name}"

puts "enum #{lookups.get_me.role}"
