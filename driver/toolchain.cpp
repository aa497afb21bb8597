// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "driver/toolchain.h"
#include "driver/abi_names.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Path.h"
#include <climits>
#include <cstdlib>
#include <sys/stat.h>
#include <unistd.h>

namespace ckpt::driver {

using llvm::StringRef;
namespace path = llvm::sys::path;

namespace {

// A symlink to our executable leads here too.
constexpr char kSelf[] = "/proc/self/exe";

bool is_self(const struct stat &file) {
  struct stat self;
  return stat(kSelf, &self) == 0 && self.st_dev == file.st_dev &&
         self.st_ino == file.st_ino;
}

struct Search {
  std::string found;
  bool skipped_self = false;
  std::string not_executable;
};

Search search_path(StringRef name, bool only_behind_us) {
  const char *variable = getenv("PATH");
  llvm::SmallVector<StringRef, 16> directories;
  StringRef(variable ? variable : "/bin:/usr/bin").split(directories, ':');

  Search search;
  std::string before_us;
  for (StringRef directory : directories) {
    std::string candidate =
        directory.empty() ? "./" + name.str() : (directory + "/" + name).str();
    struct stat file;
    if (stat(candidate.c_str(), &file) != 0 || !S_ISREG(file.st_mode))
      continue;
    if (is_self(file)) {
      search.skipped_self = true;
      if (only_behind_us)
        before_us.clear();
      continue;
    }
    if (access(candidate.c_str(), X_OK) != 0) {
      search.not_executable = candidate;
      continue;
    }
    if (!only_behind_us || search.skipped_self) {
      search.found = candidate;
      return search;
    }
    if (before_us.empty())
      before_us = candidate;
  }
  // PATH does not have us: we were run by a path of ours.
  if (!search.skipped_self)
    search.found = before_us;
  return search;
}

} // namespace

std::variant<FoundCommand, Failure> find_command(StringRef name,
                                                 bool masquerading) {
  struct stat file;
  if (name.contains('/')) {
    if (stat(name.str().c_str(), &file) != 0)
      return Failure{ExitCode::kNotFound, "cannot find the command " +
                                              name.str() + "; check its path"};
    if (!is_self(file))
      return FoundCommand{name.str(), name.str()};
    masquerading = true;
  }
  StringRef base = path::filename(name);
  Search search = search_path(base, masquerading);
  if (!search.found.empty()) {
    // A compiler looks for its parts next to the program of its name that
    // PATH has first: that must not be us.
    bool own_name = !masquerading && !search.skipped_self;
    return FoundCommand{search.found, own_name ? name.str() : search.found};
  }
  if (!search.not_executable.empty())
    return Failure{ExitCode::kCannotRun,
                   search.not_executable + " is not executable; make it so, or "
                                           "name another command"};
  return Failure{
      ExitCode::kNotFound,
      "cannot find the command " + base.str() + " in PATH" +
          (search.skipped_self ? " behind ckpt_compile itself" : "") +
          "; install it, or name it with its path"};
}

RuntimeFiles runtime_files() {
  char self[PATH_MAX];
  ssize_t size = readlink(kSelf, self, sizeof(self));
  llvm::SmallString<256> directory(
      StringRef(self, size < 0 ? 0 : static_cast<size_t>(size)));
  path::remove_filename(directory);
  path::append(directory, kLibraryDir);
  path::remove_dots(directory, /*remove_dot_dot=*/true);
  RuntimeFiles files;
  files.object = (directory + "/" + kRuntimeFile).str();
  files.shims = (directory + "/" + kShimsFile).str();
  return files;
}

std::variant<RuntimeFiles, Failure> existing_runtime_files() {
  RuntimeFiles files = runtime_files();
  std::string missing;
  for (const std::string &file : {files.object, files.shims})
    if (access(file.c_str(), R_OK) != 0)
      missing += (missing.empty() ? "" : ", ") + file;
  if (missing.empty())
    return files;
  return Failure{ExitCode::kInstallation,
                 "the runtime is not there: " + missing +
                     "; build or install ckpt_compile again"};
}

} // namespace ckpt::driver
