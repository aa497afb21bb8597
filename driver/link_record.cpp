// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "driver/link_record.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace ckpt::driver {

using llvm::StringRef;

namespace {

constexpr char kVariable[] = "CKPT_COMPILE_RECORD";

// One write each: O_APPEND keeps those of parallel compilers apart.
void append(const char *path, StringRef bytes) {
  int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0)
    return;
  [[maybe_unused]] ssize_t lost = write(fd, bytes.data(), bytes.size());
  close(fd);
}

} // namespace

void report(Event event) {
  const char *path = getenv(kVariable);
  char byte = static_cast<char>(event);
  if (path && path[0])
    append(path, StringRef(&byte, 1));
}

LinkRecord::LinkRecord(std::string path, std::string outer)
    : path_(std::move(path)), outer_(std::move(outer)) {}

LinkRecord::LinkRecord(LinkRecord &&other)
    : path_(std::move(other.path_)), outer_(std::move(other.outer_)) {
  other.path_.clear();
}

LinkRecord::~LinkRecord() {
  if (!path_.empty())
    unlink(path_.c_str());
}

std::variant<LinkRecord, Failure> LinkRecord::create() {
  const char *variable = getenv("TMPDIR");
  std::string path;
  int fd = -1;
  // As compilers do it: a TMPDIR that is no use is passed over.
  for (const char *directory : {variable, "/tmp"}) {
    if (fd >= 0 || !directory || directory[0] != '/')
      continue;
    path = std::string(directory) + "/ckpt_compile.XXXXXX";
    fd = mkostemp(path.data(), O_CLOEXEC);
  }
  if (fd < 0)
    return Failure{ExitCode::kNoDirectory,
                   std::string("cannot make a temporary file in TMPDIR or "
                               "/tmp: ") +
                       std::strerror(errno) +
                       "; set TMPDIR to a directory that you can write to"};
  close(fd);
  const char *outer = getenv(kVariable);
  LinkRecord record(path, outer ? outer : "");
  setenv(kVariable, path.c_str(), /*replace=*/1);
  return record;
}

LinkRecord::Counts LinkRecord::finish() {
  Counts counts;
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> bytes =
      llvm::MemoryBuffer::getFile(path_, /*IsText=*/false,
                                  /*RequiresNullTerminator=*/false);
  if (!bytes)
    return counts;
  StringRef events = (*bytes)->getBuffer();
  if (!outer_.empty() && !events.empty())
    append(outer_.c_str(), events);
  counts.others = events.count(static_cast<char>(Event::kOther));
  counts.libraries = events.count(static_cast<char>(Event::kLibrary));
  counts.programs = events.count(static_cast<char>(Event::kProgram));
  return counts;
}

} // namespace ckpt::driver
