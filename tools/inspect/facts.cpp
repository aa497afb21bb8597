// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tools/inspect/facts.h"
#include <cstdio>
#include <ctime>

namespace ckpt::inspect {

using namespace image;

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

} // namespace ckpt::inspect
