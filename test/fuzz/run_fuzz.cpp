// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// ckpt_run on hostile bytes: the input is a program file, a command line of
// words that end at NULs, and CKPT_FLAGS.
#include "tools/run/job_line.h"
#include "tools/run/program.h"
#include <cstdlib>
#include <cstring>

using namespace ckpt;
using namespace ckpt::run;

namespace {

void inspect(const uint8_t *data, size_t size) {
  ProgramFacts facts = inspect_program([&](u64 offset, u64 count, u8 *to) {
    if (offset > size || count > size - offset)
      return false;
    std::memcpy(to, data + offset, count);
    return true;
  });
  if (facts.kind != ProgramKind::kLinked && !facts.default_flags.empty())
    std::abort();
}

bool ends_with(const std::vector<std::string> &all,
               const std::vector<std::string> &end) {
  return all.size() >= end.size() &&
         std::equal(end.rbegin(), end.rend(), all.rbegin());
}

// Whatever the words are, the job's own follow its name unchanged.
void try_command_line(const std::vector<const char *> &words,
                      const std::string &text) {
  CommandLine line;
  if (parse_command_line(words, line) || line.job.empty())
    return;
  JobFlags flags;
  if (read_job_flags(line, text, text, flags))
    return;
  if (flags.image.empty())
    std::abort();
  JobLine job;
  if (make_job_line(line, flags.image, StartFrom::kImage, text, job))
    return;
  std::vector<std::string> own(line.job.begin() + 1, line.job.end());
  if (!ends_with(job.argv, own))
    std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  inspect(data, size);
  std::string text(reinterpret_cast<const char *>(data), size);
  std::vector<const char *> words;
  for (size_t at = 0; at < size; at += std::strlen(&text[at]) + 1)
    words.push_back(&text[at]);
  try_command_line(words, std::string(text.c_str()));
  return 0;
}
