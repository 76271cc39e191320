// Labels of draws: what they are made of, their bounds, and where things come from.
#include <lastseen/models/labels.hpp>

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <string>

#include <lastseen/models/origins.hpp>
#include <lastseen/models/parameters.hpp>
#include <lastseen/sim/defect.hpp>

#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

Origin origin(RootKind kind, std::uint32_t number, std::uint32_t nth) {
  return Origin(Root(kind, number), nth);
}

// Goal: no two things have one label. Method: every field at its largest, alone and with the others, is read back.
TEST(Labels, KeepTheirFieldsApart) {
  for (std::uint32_t which = 0; which < 64; ++which) {
    const auto largest = [which](int bit, std::uint32_t bound) {
      return (which >> bit & 1U) != 0 ? bound - 1 : 0;
    };
    const Origin from = origin((which >> 1 & 1U) != 0 ? RootKind::fault : RootKind::job,
                               largest(2, LabelBounds::root_numbers), largest(3, LabelBounds::nth));
    const sim::Label made = label(largest(0, LabelBounds::whose), Purpose::push_loss, from,
                                  largest(4, LabelBounds::parts), largest(5, LabelBounds::copies));
    const LabelFields read = fields(made);
    EXPECT_EQ(read.whose, largest(0, LabelBounds::whose));
    EXPECT_EQ(read.purpose, Purpose::push_loss);
    EXPECT_EQ(read.origin, from);
    EXPECT_EQ(read.part, largest(4, LabelBounds::parts));
    EXPECT_EQ(read.copy, largest(5, LabelBounds::copies));
  }
}

TEST(Labels, RefuseWhatIsTooLarge) {
  EXPECT_THROW((void)label(LabelBounds::whose, Purpose::latency), sim::Defect);
  EXPECT_THROW((void)label(0, Purpose::latency, of_job(LabelBounds::root_numbers)), sim::Defect);
  EXPECT_THROW((void)label(0, Purpose::latency, of_job(1, LabelBounds::nth)), sim::Defect);
  EXPECT_THROW((void)label(0, Purpose::latency, of_job(1), LabelBounds::parts), sim::Defect);
  EXPECT_THROW((void)label(0, Purpose::latency, of_job(1), 1, LabelBounds::copies), sim::Defect);
}

// Goal: no setting reaches the bounds. Method: the parameter table refuses them.
TEST(Labels, HaveRoomForEverySetting) {
  Settings settings;
  const auto set = [&](const char* key, std::uint32_t value) {
    find_parameter(key)->set(settings, std::to_string(value));
  };
  EXPECT_THROW(set("session.users", LabelBounds::whose), std::invalid_argument);
  EXPECT_THROW(set("server.instances", LabelBounds::whose), std::invalid_argument);
  EXPECT_THROW(set("jobs.count", LabelBounds::root_numbers), std::invalid_argument);
}

TEST(Labels, ReadAsText) {
  EXPECT_EQ(to_text(label(0, Purpose::processing_time, of_job(3))), "processing time, user 0, job 3");
  EXPECT_EQ(
      to_text(label(2, purpose(Purpose::latency, PacketKind::ping), origin(RootKind::app_start, 0, 1), 7)),
      "latency of ping, user 2, app start, number 1, part 7");
  EXPECT_EQ(
      to_text(label(1, purpose(Purpose::packet_fate, PacketKind::pong), origin(RootKind::fault, 4, 0), 7, 3)),
      "fate of pong, user 1, fault 4, part 7, copy 3");
  EXPECT_EQ(to_text(label(1, Purpose::cleanup_phase)), "cleanup phase, instance 1");
  EXPECT_EQ(to_text(label(1, Purpose::outage_gap, {}, 2)), "outage gap, user 1, part 2");
}

TEST(Purposes, HaveANameEach) {
  std::set<std::string> names;
  std::size_t count = 0;
  const auto at = [](Purpose purpose) { return static_cast<std::size_t>(purpose); };
  for (std::size_t number = 0; number < at(Purpose::end); ++number) {
    const bool is_of_losses = number >= at(Purpose::losses);
    const bool is_of_packets =
        is_of_losses || (number >= at(Purpose::latency) && number < at(Purpose::after_packets));
    const std::size_t kind =
        (number - at(is_of_losses ? Purpose::losses : Purpose::latency)) % packet_kinds_max;
    if (is_of_packets && kind >= packet_kind_count) continue;
    names.insert(name(static_cast<Purpose>(number)));
    ++count;
  }
  EXPECT_EQ(names.size(), count);
  EXPECT_FALSE(names.contains(""));
}

TEST(Origins, AreThoseOfTheRunThatANumberIsIn) {
  Origins origins(2);
  origins.add(1, 1, origin(RootKind::app_start, 0, 0));
  origins.add(1, 2, origin(RootKind::app_start, 0, 1));
  origins.add(1, 3, origin(RootKind::job, 4, 0));
  origins.add(1, 4, origin(RootKind::fault, 1, 5));
  origins.add(1, 5, origin(RootKind::fault, 1, 6));
  EXPECT_EQ(origins.of(1, 1), origin(RootKind::app_start, 0, 0));
  EXPECT_EQ(origins.of(1, 2), origin(RootKind::app_start, 0, 1));
  EXPECT_EQ(origins.of(1, 3), origin(RootKind::job, 4, 0));
  EXPECT_EQ(origins.of(1, 4), origin(RootKind::fault, 1, 5));
  EXPECT_EQ(origins.of(1, 5), origin(RootKind::fault, 1, 6));
  EXPECT_THROW((void)origins.of(0, 1), sim::Defect);
}

TEST(FaultOrigins, FollowCauses) {
  FaultOrigins origins(3);
  const auto write = [&](sim::RecordId cause) { origins.observe({.cause = cause}); };
  write(sim::no_record);
  {
    const FaultOrigins::Strike strike(&origins, 3);
    write(1);
    const FaultOrigins::Strike nothing(&origins, 0);
    write(sim::no_record);
  }
  write(2);
  write(1);
  EXPECT_EQ(origins.of(1), 0U);
  EXPECT_EQ(origins.of(2), 3U);
  EXPECT_EQ(origins.of(3), 3U);
  EXPECT_EQ(origins.of(4), 3U) << "by its cause";
  EXPECT_EQ(origins.of(5), 0U);
}

}  // namespace
}  // namespace lastseen::models
