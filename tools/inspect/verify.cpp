// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tools/inspect/verify.h"
#include "runtime/image/checksum.h"
#include <chrono>
#include <cstdio>

namespace ckpt::inspect {
namespace {

using namespace image;

constexpr u64 kBufferSize = kMaxRunPages * kPageSize;

// A line that is rewritten in place, from the second second on.
class Progress {
public:
  Progress(bool wanted, u64 from, u64 to)
      : wanted_(wanted), from_(from), to_(to), next_(Clock::now() + kPause) {}
  ~Progress() {
    if (shown_)
      std::fputs("\r\x1b[K", stderr);
  }
  Progress(const Progress &) = delete;
  Progress &operator=(const Progress &) = delete;

  void at(u64 offset) {
    if (!wanted_ || Clock::now() < next_)
      return;
    next_ = Clock::now() + kPause;
    shown_ = true;
    std::fprintf(stderr, "\rverified %s of %s",
                 cli::readable_size(offset - from_).c_str(),
                 cli::readable_size(to_ - from_).c_str());
    std::fflush(stderr);
  }

private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::seconds kPause{1};

  bool wanted_;
  bool shown_ = false;
  u64 from_, to_;
  Clock::time_point next_;
};

class Verifier {
public:
  Verifier(const ImageFile &file, Progress &progress, Verified &out)
      : file_(file), progress_(progress), out_(out), buffer_(kBufferSize) {}

  Failure run(const Run &run) {
    u64 size = run.pages * kPageSize;
    if (Failure failure = file_.read(run.file_offset, buffer_.data(), size))
      return failure;
    if (run_crc(run, buffer_.data()) != run.crc)
      problem("the checksum of the page run at " + cli::hex(run.address) +
              " (" + cli::counted(run.pages, "page") + ", byte " +
              std::to_string(run.file_offset) + " of the file) is wrong");
    out_.pages += run.pages;
    progress_.at(run.file_offset + size);
    return {};
  }

  Failure run(const ContentRun &run) {
    if (Failure failure = file_.read(run.file_offset, buffer_.data(), run.size))
      return failure;
    if (content_crc(run, buffer_.data()) != run.crc)
      problem("the checksum of " + cli::counted(run.size, "byte") +
              " of content " + std::to_string(run.content) + " (byte " +
              std::to_string(run.file_offset) + " of the file) is wrong");
    out_.pages += page_up(run.size) / kPageSize;
    progress_.at(run.file_offset + run.size);
    return {};
  }

  // [from, to) belongs to no run and must be zero.
  Failure gap(u64 from, u64 to) {
    out_.zero_bytes += to - from;
    while ((from = file_.next_data(from, to)) < to) {
      u64 size = min(to - from, kBufferSize);
      if (Failure failure = file_.read(from, buffer_.data(), size))
        return failure;
      for (u64 i = 0; i < size; ++i)
        if (buffer_[i]) {
          problem("byte " + std::to_string(from + i) +
                  " of the file belongs to no page and is not zero");
          break;
        }
      from += size;
      progress_.at(from);
    }
    return {};
  }

private:
  void problem(const std::string &text) {
    if (out_.problem_count++ < kMaxProblems)
      out_.problems.push_back(text);
  }

  const ImageFile &file_;
  Progress &progress_;
  Verified &out_;
  std::vector<u8> buffer_;
};

} // namespace

Failure verify_data(const ImageFile &file, bool progress, Verified &out) {
  const View &v = file.view();
  u64 at = v.head.size, end = v.file_size - sizeof(Commit);
  Progress shown(progress, at, end);
  Verifier verifier(file, shown, out);
  for (const Run &run : v.runs) {
    if (Failure failure = verifier.gap(at, run.file_offset))
      return failure;
    if (Failure failure = verifier.run(run))
      return failure;
    at = run.file_offset + run.pages * kPageSize;
  }
  for (const ContentRun &run : v.content_runs) {
    if (Failure failure = verifier.gap(at, run.file_offset))
      return failure;
    if (Failure failure = verifier.run(run))
      return failure;
    at = run.file_offset + run.size;
  }
  return verifier.gap(at, end);
}

} // namespace ckpt::inspect
