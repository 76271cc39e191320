// A record in words: who acts, and what the record says.
#pragma once

#include <string>
#include <vector>

#include <lastseen/models/settings.hpp>
#include <lastseen/models/vocabulary.hpp>
#include <lastseen/sim/trace.hpp>

namespace lastseen::experiments {

/// What the record says, in words: "skips the notification for job 1: not connected". `records` are all of the run, record
/// id i at index i - 1.
std::string sentence(const sim::Record& record, const std::vector<sim::Record>& records);

/// Who acts, in words: "phone, outbox"; with a number where the settings have several: "phone 3, outbox".
std::string actor_text(const sim::Record& record, const models::Settings& settings = {});

/// A role without underscores: "ping handler".
std::string role_text(models::Role role);

/// Pings, polls and their answers, which repeat without news.
bool is_routine(const sim::Record& record);

/// The record's cause; null when it comes from outside.
const sim::Record* cause_of(const sim::Record& record, const std::vector<sim::Record>& records);

/// Whether the record is about this user: done by the phone or what lies between, or by the server for the user or (a
/// restart) for everybody.
bool concerns(const sim::Record& record, models::UserId user);

/// A clock's jump, which may be back.
sim::Duration jump_of(const sim::Record& clock_jumped);

}  // namespace lastseen::experiments
