// Rows of sessions as bytes, for a store or another process: a block of rows of one arm at one design point.
//
//     block    "lsrows2\n", the number of rows, CRC of both, rows
//     row      length of the body, body, CRC of length and body
//     body     the numbers of SessionRow in its order, the lifetimes after their number (each doubled, 1 more when censored), then
//              the jobs after theirs; of a job flags in a number, then what the flags say is there: instants as differences
//              from the one before
//
// Numbers are LEB128 (7 bits a byte, low ones first; differences zigzag), fingerprints 8 bytes and CRCs 4, low byte first. A
// row of five jobs takes some 170 bytes. Nothing depends on the machine.
#pragma once

#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <lastseen/experiments/statistics/session_row.hpp>

namespace lastseen::experiments {

/// Thrown for bytes that are no block of rows. The message says which row, at which byte, and what is wrong.
class DamagedRows : public std::runtime_error {
 public:
  DamagedRows(std::size_t offset, const std::string& what);
  std::size_t offset() const { return offset_; }  ///< of the damage or of the row that has it, from the start

 private:
  std::size_t offset_;
};

/// A row's body alone, for a place that has a checksum of its own.
std::string body_bytes(const SessionRow& row);

/// The row of a body, which is all of the bytes. Throws DamagedRows.
SessionRow row_of_body(std::string_view bytes);

std::string row_bytes(std::span<const SessionRow> rows);

/// The rows of a block, which is all of the bytes. Throws DamagedRows; memory stays within 64 times the bytes.
std::vector<SessionRow> rows_of_bytes(std::string_view bytes);

}  // namespace lastseen::experiments
