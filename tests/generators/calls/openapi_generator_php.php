<?php

require "/usr/share/php/GuzzleHttp/autoload.php";
spl_autoload_register(function (string $class): void {
    $file = __DIR__ . "/lib/" . str_replace(["OpenAPI\\Client\\", "\\"], ["", "/"], $class) . ".php";
    if (is_file($file)) {
        require $file;
    }
});

use OpenAPI\Client\Api\LookupsApi;
use OpenAPI\Client\Api\ReportsUserApi;
use OpenAPI\Client\Configuration;
use OpenAPI\Client\Model\ConversationFilterStatus;

$configuration = Configuration::getDefaultConfiguration()->setAccessToken(getenv("TOKEN"));
$client = new GuzzleHttp\Client();

$page = (new ReportsUserApi($client, $configuration))->userConversationHistory(
    user: 447723,
    start: "2019-05-02T12:00:00Z",
    end: "2019-06-02T12:00:00Z",
    status: ConversationFilterStatus::CLOSED,
    mailboxes: [123, 567],
);
echo "history ", count($page->getResults()), " ", $page->getResults()[0]->getStatus(), "\n";

$lookups = new LookupsApi($client, $configuration);
$users = $lookups->listUsers()->getEmbedded()->getUsers();
echo "lookup ", count($users), " ", $users[0]->getFirstName(), "\n";

echo "enum ", $lookups->getMe()->getRole(), "\n";
