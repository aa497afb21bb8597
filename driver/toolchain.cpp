// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "driver/toolchain.h"
#include "driver/abi_names.h"
#include "driver/masquerade.h"
#include "llvm/ADT/STLExtras.h"
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

struct Search {
  std::string found;
  bool first = true; // nothing of the name stands before it, but for us
  bool skipped_self = false;
  std::string not_executable;
};

StringRef search_path() {
  const char *variable = getenv("PATH");
  return variable ? variable : kDefaultPath;
}

std::string in_directory(StringRef directory, StringRef name) {
  return directory.empty() ? "./" + name.str() : (directory + "/" + name).str();
}

bool is_file(const std::string &candidate, struct stat &file) {
  return stat(candidate.c_str(), &file) == 0 && S_ISREG(file.st_mode);
}

Search search_for(StringRef name, bool only_behind_us) {
  llvm::SmallVector<StringRef, 16> directories;
  search_path().split(directories, ':');

  Search search;
  std::string before_us;
  for (StringRef directory : directories) {
    std::string candidate = in_directory(directory, name);
    struct stat file;
    if (!is_file(candidate, file))
      continue;
    if (is_own_file(file)) {
      search.skipped_self = true;
      continue;
    }
    if (access(candidate.c_str(), X_OK) != 0) {
      search.not_executable = candidate;
      continue;
    }
    if (!only_behind_us || search.skipped_self) {
      search.found = candidate;
      search.first = before_us.empty();
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

// Empty when no link to us of that name is in PATH.
std::string path_without_us(StringRef name) {
  llvm::SmallVector<StringRef, 16> directories;
  search_path().split(directories, ':');
  std::vector<std::string> ours;
  for (StringRef directory : directories) {
    struct stat file;
    if (is_file(in_directory(directory, name), file) && is_own_file(file) &&
        !llvm::is_contained(ours, directory))
      ours.push_back(directory.str());
  }
  return ours.empty() ? "" : with_behind(search_path(), ours);
}

} // namespace

bool is_own_file(const struct stat &file) {
  struct stat self;
  return stat(kSelf, &self) == 0 && self.st_dev == file.st_dev &&
         self.st_ino == file.st_ino;
}

std::string own_executable() {
  char self[PATH_MAX];
  ssize_t size = readlink(kSelf, self, sizeof(self));
  return std::string(self, size < 0 ? 0 : static_cast<size_t>(size));
}

std::variant<FoundCommand, Failure>
find_command(StringRef name, bool masquerading, StringRef leads_to_us) {
  struct stat file;
  StringRef base = path::filename(name);
  std::string path = path_without_us(leads_to_us.empty() ? base : leads_to_us);
  bool typed = !name.contains('/');
  if (!typed) {
    if (stat(name.str().c_str(), &file) != 0)
      return Failure{ExitCode::kNotFound, "cannot find the command " +
                                              name.str() + "; check its path"};
    if (!is_own_file(file))
      return FoundCommand{name.str(), name.str(), path};
    masquerading = true;
  }
  Search search = search_for(base, masquerading);
  // A compiler looks for its parts next to the program of its name that PATH
  // has first.
  if (!search.found.empty())
    return FoundCommand{
        search.found, typed && search.first ? name.str() : search.found, path};
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

CommandName command_name(StringRef name, const std::string &path) {
  CommandName command = parse_command_name(path::filename(name));
  char real[PATH_MAX];
  if (command.kind != CommandKind::kCc || !realpath(path.c_str(), real))
    return command;
  CommandKind kind = parse_command_name(path::filename(real)).kind;
  if (kind == CommandKind::kGcc || kind == CommandKind::kClang)
    command.kind = kind;
  return command;
}

static std::string beside_us(StringRef relative) {
  llvm::SmallString<256> directory(own_executable());
  path::remove_filename(directory);
  path::append(directory, relative);
  path::remove_dots(directory, /*remove_dot_dot=*/true);
  return directory.str().str();
}

std::string include_directory() { return beside_us(kIncludeDir); }

std::string pass_file_prefix() {
  return beside_us(kLibraryDir) + "/" + kPassPrefix;
}

RuntimeFiles runtime_files() {
  std::string directory = beside_us(kLibraryDir);
  RuntimeFiles files;
  files.object = directory + "/" + kRuntimeFile;
  files.shims = directory + "/" + kShimsFile;
  files.static_shims = directory + "/" + kStaticShimsFile;
  return files;
}

std::variant<RuntimeFiles, Failure> existing_runtime_files() {
  RuntimeFiles files = runtime_files();
  std::string missing;
  for (const std::string &file : {files.object, files.shims, files.static_shims})
    if (access(file.c_str(), R_OK) != 0)
      missing += (missing.empty() ? "" : ", ") + file;
  if (missing.empty())
    return files;
  return Failure{ExitCode::kInstallation,
                 "the runtime is not there: " + missing +
                     "; build or install ckpt_compile again"};
}

} // namespace ckpt::driver
