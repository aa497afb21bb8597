// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "driver/wrapper_directory.h"
#include "driver/masquerade.h"
#include "driver/toolchain.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/xxhash.h"
#include <climits>
#include <cstdlib>
#include <dirent.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

namespace ckpt::driver {

using llvm::StringRef;

namespace {

constexpr char kName[] = "ckpt_compile";

bool can_be_run(const std::string &path) {
  struct stat file;
  return stat(path.c_str(), &file) == 0 && S_ISREG(file.st_mode) &&
         !is_own_file(file) && access(path.c_str(), X_OK) == 0;
}

// "" when the variable does not name a directory from the root.
std::string absolute_variable(const char *name) {
  const char *value = getenv(name);
  return value && value[0] == '/' ? value : "";
}

// Where the directory may be, the first choice first.
std::vector<std::string> places() {
  std::vector<std::string> result;
  std::string cache = absolute_variable("XDG_CACHE_HOME");
  std::string home = absolute_variable("HOME");
  // A build account's home often does not exist, and is not made here.
  if (cache.empty() && !home.empty() && llvm::sys::fs::is_directory(home))
    cache = home + "/.cache";
  if (!cache.empty())
    result.push_back(cache + "/" + kName);
  std::string temporary = absolute_variable("TMPDIR");
  result.push_back((temporary.empty() ? "/tmp" : temporary) + "/" + kName +
                   "-" + std::to_string(geteuid()));
  return result;
}

// Nobody else may put a compiler of theirs there.
bool is_ours_alone(const std::string &directory) {
  struct stat file;
  return lstat(directory.c_str(), &file) == 0 && S_ISDIR(file.st_mode) &&
         file.st_uid == geteuid() && !(file.st_mode & (S_IWGRP | S_IWOTH));
}

bool leads_to(const std::string &link, StringRef target) {
  char buffer[PATH_MAX];
  ssize_t size = readlink(link.c_str(), buffer, sizeof(buffer));
  return size >= 0 && StringRef(buffer, static_cast<size_t>(size)) == target;
}

// Replaced in one step: another run may use it at this moment.
bool make_link(const std::string &directory, const std::string &name,
               const std::string &target) {
  std::string link = directory + "/" + name;
  if (leads_to(link, target))
    return true;
  std::string fresh = directory + "/." + name + "." + std::to_string(getpid());
  unlink(fresh.c_str()); // of a killed run with our process ID
  if (symlink(target.c_str(), fresh.c_str()) != 0)
    return false;
  if (rename(fresh.c_str(), link.c_str()) == 0)
    return true;
  unlink(fresh.c_str());
  return false;
}

bool make_links(const std::string &parent, const std::string &directory,
                const std::set<std::string> &names, const std::string &target) {
  using llvm::sys::fs::create_directories;
  for (const std::string &path : {parent, directory})
    if (create_directories(path, /*IgnoreExisting=*/true,
                           llvm::sys::fs::owner_all) ||
        !is_ours_alone(path))
      return false;
  for (const std::string &name : names)
    if (!make_link(directory, name, target))
      return false;
  return make_link(directory, kName, target);
}

} // namespace

std::set<std::string> compilers_in(StringRef search_path) {
  llvm::SmallVector<StringRef, 16> directories;
  search_path.split(directories, ':');
  std::set<std::string> names;
  for (StringRef directory : directories) {
    std::string path = directory.empty() ? "." : directory.str();
    std::unique_ptr<DIR, int (*)(DIR *)> entries(opendir(path.c_str()),
                                                 closedir);
    if (!entries)
      continue;
    while (const dirent *entry = readdir(entries.get()))
      if (is_led_through(entry->d_name) && !names.count(entry->d_name) &&
          can_be_run(path + "/" + entry->d_name))
        names.insert(entry->d_name);
  }
  return names;
}

std::variant<std::string, Failure>
wrapper_directory(const std::set<std::string> &names, bool make) {
  std::string target = own_executable();
  std::string content = target;
  for (const std::string &name : names)
    content += '\n' + name;
  std::string key =
      llvm::utohexstr(llvm::xxHash64(content), /*LowerCase=*/true);
  std::string tried;
  for (const std::string &place : places()) {
    std::string directory = place + "/" + key;
    if (!make || make_links(place, directory, names, target))
      return directory;
    tried += (tried.empty() ? "" : ", ") + place;
  }
  return Failure{ExitCode::kNoDirectory,
                 "cannot make a directory for links to the compilers, tried " +
                     tried +
                     "; set XDG_CACHE_HOME to a directory of yours "
                     "that nobody else can write to"};
}

} // namespace ckpt::driver
