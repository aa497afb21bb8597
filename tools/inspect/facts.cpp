// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tools/inspect/facts.h"
#include "tools/common/cli.h"
#include <cstdio>
#include <ctime>

namespace ckpt::inspect {

using namespace image;
using cli::hex;

std::string time_of(const Meta &meta) {
  time_t seconds = meta.time_sec;
  struct tm parts;
  char text[64];
  if (!gmtime_r(&seconds, &parts) ||
      !std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts))
    return std::to_string(meta.time_sec) + " seconds after 1970";
  return std::string(text) + " UTC";
}

std::string job_of(const Meta &meta) {
  std::string out;
  for (u8 byte : meta.job_id) {
    char digits[4];
    std::snprintf(digits, sizeof digits, "%02x", byte);
    out += digits;
  }
  return out;
}

std::string umask_of(const Meta &meta) {
  char text[16];
  std::snprintf(text, sizeof text, "%03o", meta.umask);
  return text;
}

u64 saved_bytes(const View &view) {
  u64 pages = 0;
  for (const Run &run : view.runs)
    pages += run.pages;
  return pages * kPageSize;
}

u64 saved_bytes(const View &view, size_t content) {
  u64 bytes = 0;
  for (const ContentRun &run : runs_of(view.content_runs, content))
    bytes += run.size;
  return bytes;
}

u64 reserved_bytes(const View &view) {
  u64 bytes = 0;
  for (const Mapping &m : view.mappings)
    bytes += m.end - m.start;
  return bytes;
}

std::string restart_command(const ImageFile &file) {
  StringView exe = text_value(file.view().provenance, "exe");
  std::string program = cli::shell_word(std::string(exe.data, exe.size));
  std::string image = cli::shell_word(file.path());
  if (!exe.data || program.empty() || image.empty())
    return {};
  return program + " -_condor_restart " + image;
}

std::string url_of(const View &view, const VirtualNumber &n) {
  StringView url = view.url(n);
  return n.url_size ? std::string(url.data, url.size)
                    : "fd:" + std::to_string(n.given);
}

i32 virtual_sharer(const View &view, const VirtualNumber &n) {
  const Descriptor *d = find_descriptor(view.descriptors, n.real);
  if (!d || d->shares < 0)
    return -1;
  for (const VirtualNumber &other : view.virtual_numbers)
    if (other.real == d->shares)
      return other.number;
  return -1;
}

std::string limit_value(u64 value) {
  return value == ~u64{0} ? "unlimited" : std::to_string(value);
}

namespace {

std::string processors(const Attributes &a) {
  std::string out;
  constexpr u32 kMost = sizeof a.affinity * 8;
  auto has = [&](u32 n) { return n < kMost && a.affinity[n / 8] >> n % 8 & 1; };
  for (u32 first = 0; first < kMost; ++first) {
    if (!has(first))
      continue;
    u32 last = first;
    while (has(last + 1))
      ++last;
    out += (out.empty() ? "" : ",") + std::to_string(first);
    if (last > first)
      out += "-" + std::to_string(last);
    first = last;
  }
  return out;
}

} // namespace

std::string setting_value(const Attributes &a, Own what) {
  const u32 values[] = {0, a.policy, 0, a.io_priority, a.dumpable,
                        a.no_new_privileges, a.personality, a.subreaper, 0,
                        a.keep_capabilities, a.no_huge_pages,
                        a.deny_write_execute, a.memory_merge, a.store_bypass,
                        a.indirect_branch, a.cache_flush, 0, a.secure_bits,
                        a.io_flusher, a.terminal, a.machine_check, 0, 0};
  static_assert(sizeof values / sizeof *values ==
                static_cast<size_t>(Own::kCount));
  switch (what) {
  case Own::kNice:
    return std::to_string(a.nice);
  case Own::kScheduling:
    return std::to_string(a.policy) + ", priority " +
           std::to_string(a.priority);
  case Own::kAffinity:
    return processors(a);
  case Own::kTimerSlack:
    return std::to_string(a.timer_slack);
  case Own::kOutOfMemory:
    return std::to_string(a.out_of_memory);
  case Own::kCoreDumpFilter:
    return hex(a.core_dump_filter);
  case Own::kCapabilities:
    return "effective " + hex(a.capabilities.effective) + ", permitted " +
           hex(a.capabilities.permitted) + ", inheritable " +
           hex(a.capabilities.inheritable) + ", bounding " +
           hex(a.capabilities.bounding) + ", ambient " +
           hex(a.capabilities.ambient);
  case Own::kTerminal:
    return "of descriptor " + std::to_string(a.terminal - 1);
  default:
    return std::to_string(values[static_cast<u32>(what)]);
  }
}

} // namespace ckpt::inspect
