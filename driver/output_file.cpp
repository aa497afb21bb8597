// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "driver/output_file.h"
#include "driver/inspect_output.h"
#include "runtime/abi/image.h"
#include "llvm/Support/MemoryBuffer.h"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace ckpt::driver {

namespace {

bool same(const timespec &a, const timespec &b) {
  return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

Failure bad(const Plan &plan, const llvm::Twine &text) {
  return {ExitCode::kBadResult, (plan.output + ": " + text).str()};
}

// In place, so that hard links and the file's mode stay.
std::optional<Failure> write_flags(const Plan &plan, uint64_t offset) {
  image::ProgramNote note = {};
  std::memcpy(note.default_flags, plan.default_flags.data(),
              plan.default_flags.size());
  int fd = open(plan.output.c_str(), O_WRONLY | O_CLOEXEC);
  ssize_t written = -1;
  if (fd >= 0)
    written = pwrite(fd, note.default_flags, sizeof(note.default_flags),
                     static_cast<off_t>(offset));
  int error = errno;
  if (fd >= 0 && close(fd) != 0 && written >= 0) {
    error = errno;
    written = -1;
  }
  if (written == static_cast<ssize_t>(sizeof(note.default_flags)))
    return std::nullopt;
  return bad(plan, "cannot write the default flags: " +
                       llvm::Twine(written < 0 ? std::strerror(error)
                                               : "the disk is full") +
                       "; link again where there is room and permission");
}

} // namespace

size_t max_default_flags() {
  return sizeof(image::ProgramNote::default_flags) - 1;
}

FileState::FileState(const std::string &path)
    : exists_(stat(path.c_str(), &file_) == 0) {}

bool FileState::operator==(const FileState &other) const {
  if (!exists_ || !other.exists_)
    return exists_ == other.exists_;
  return file_.st_dev == other.file_.st_dev &&
         file_.st_ino == other.file_.st_ino &&
         file_.st_size == other.file_.st_size &&
         same(file_.st_mtim, other.file_.st_mtim) &&
         same(file_.st_ctim, other.file_.st_ctim);
}

std::optional<Failure> check_output(const Plan &plan, const FileState &before,
                                    bool verbose) {
  FileState after(plan.output);
  if (after.exists() && !after.is_regular()) {
    if (verbose)
      note("not verified: " + plan.output + " is not a regular file");
    if (plan.default_flags.empty())
      return std::nullopt;
    return bad(plan, "is not a regular file, so it cannot hold the "
                     "--ckpt-default flags; give -o a file");
  }
  if (after == before)
    return Failure{
        ExitCode::kNoLink,
        plan.argv.front() + " reported success, but " + plan.output +
            (after.exists() ? " has not changed" : " does not exist") +
            ": the link never happened; run it with "
            "--ckpt-verbose, or without ckpt_compile"};

  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> bytes =
      llvm::MemoryBuffer::getFile(plan.output, /*IsText=*/false,
                                  /*RequiresNullTerminator=*/false);
  if (!bytes)
    return bad(plan, "cannot be read back: " + bytes.getError().message() +
                         "; check its directory's permissions");
  llvm::Expected<ProgramFacts> facts = inspect_program((*bytes)->getBuffer());
  if (!facts)
    return bad(plan, llvm::toString(facts.takeError()));
  if (verbose)
    note("verified: " + plan.output + " starts in the runtime");
  if (plan.default_flags.empty())
    return std::nullopt;
  return write_flags(plan, facts->flags_offset);
}

} // namespace ckpt::driver
