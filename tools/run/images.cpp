// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tools/run/images.h"
#include "tools/inspect/verify.h"
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <sys/stat.h>
#include <unistd.h>

namespace ckpt::run {

namespace {

constexpr int kMostGenerations = 99; // that are looked for

std::string shown(const std::string &path) {
  return cli::printable({path.data(), path.size()});
}

enum class Presence { kAbsent, kEmpty, kThere };

Presence presence(const std::string &path) {
  struct stat st;
  if (::stat(path.c_str(), &st) != 0)
    return errno == ENOENT ? Presence::kAbsent : Presence::kThere;
  return S_ISREG(st.st_mode) && st.st_size == 0 ? Presence::kEmpty
                                                : Presence::kThere;
}

ImageId id_of(const inspect::ImageFile &file) {
  const image::Meta &meta = *file.view().meta;
  ImageId id;
  id.known = true;
  std::copy(std::begin(meta.job_id), std::end(meta.job_id), id.job.begin());
  id.generation = meta.generation;
  return id;
}

struct Checked {
  ImageId id;          // known: it is good
  bool damaged = true; // or it could not be read at all
  std::string problem;
};

Checked check(const std::string &path) {
  Checked out;
  inspect::ImageFile file;
  if (inspect::Failure failure = file.open(path)) {
    out.damaged = failure.code == cli::kDamaged;
    out.problem = failure.text;
    return out;
  }
  inspect::Verified data;
  if (inspect::Failure failure =
          inspect::verify_data(file, ::isatty(STDERR_FILENO), data))
    out.problem = failure.text;
  else if (data.problem_count)
    out.problem = shown(path) + ": " + data.problems[0];
  else
    out.id = id_of(file);
  return out;
}

// F.damaged, or the first of F.damaged.2, F.damaged.3 ... that is not there.
std::string free_name(const std::string &image) {
  std::string name = image + ".damaged";
  for (int n = 2; presence(name) != Presence::kAbsent; ++n)
    name = image + ".damaged." + std::to_string(n);
  return name;
}

MaybeFailure rename_image(const std::string &from, const std::string &to) {
  if (std::rename(from.c_str(), to.c_str()) == 0)
    return {};
  return Failure{ExitCode::kNoGoodImage,
                 "cannot rename " + shown(from) + " to " + shown(to) + ": " +
                     std::strerror(errno) +
                     "; make its directory writable, the job's checkpoints "
                     "go there too"};
}

// Older images would start a second copy of a job that runs elsewhere.
MaybeFailure refuse_if_moved(const std::string &image) {
  std::string migrated = image + ".migrated";
  if (presence(image) == Presence::kThere ||
      presence(migrated) == Presence::kAbsent)
    return {};
  return Failure{ExitCode::kNoGoodImage,
                 "the job has moved to another machine, and its last image "
                 "here is " +
                     shown(migrated) +
                     "; to begin again remove it (or --fresh), and only if "
                     "the job runs nowhere rename it to " +
                     shown(image) + " to go on from it"};
}

} // namespace

bool is_newer(const ImageId &now, const ImageId &before) {
  return now.known && !(before.known && before.job == now.job &&
                        now.generation <= before.generation);
}

ImageId identify(const std::string &path, std::string &problem) {
  inspect::ImageFile file;
  if (inspect::Failure failure = file.open(path))
    return problem = failure.text, ImageId();
  return id_of(file);
}

MaybeFailure choose_image_to_restart(const std::string &image,
                                     ImageChoice &out) {
  if (MaybeFailure failure = refuse_if_moved(image))
    return failure;
  for (int n = 0; n <= kMostGenerations; ++n) {
    std::string path = n ? image + "." + std::to_string(n) : image;
    Presence there = presence(path);
    if (there == Presence::kEmpty)
      warning(shown(path) + " is empty: that is no image");
    if (there != Presence::kThere)
      continue;
    Checked checked = check(path);
    if (checked.id.known) {
      out.from = path;
      out.older = n > 0;
      out.before = checked.id;
      return {};
    }
    if (!checked.damaged)
      return Failure{ExitCode::kNoGoodImage, checked.problem};
    warning(checked.problem);
    out.damaged.push_back(path);
  }
  if (out.damaged.empty())
    return {};
  return Failure{ExitCode::kNoGoodImage,
                 "no image of " + shown(image) +
                     " is good, and the job was not started; put a good copy "
                     "in its place, or begin again with --fresh"};
}

MaybeFailure put_in_place(const std::string &image, const ImageChoice &choice) {
  if (!choice.older)
    return {};
  std::string what = "restarting from " + shown(choice.from) +
                     ", the newest good image (generation " +
                     std::to_string(choice.before.generation) +
                     "), which is now " + shown(image);
  for (const std::string &damaged : choice.damaged) {
    std::string kept = free_name(damaged);
    if (MaybeFailure failure = rename_image(damaged, kept))
      return failure;
    warning("the damaged image " + shown(damaged) + " is kept as " +
            shown(kept));
  }
  if (MaybeFailure failure = rename_image(choice.from, image))
    return failure;
  warning(what);
  return {};
}

} // namespace ckpt::run
