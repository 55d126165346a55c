#include "module/module.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "module/found.h"
#include "module/limits.h"
#include "module/read.h"

const char *const question_kind_names[QUESTION_KINDS] = { "single", "multiple", "true-false",
        "order", "match", "spot", "branch", "call" };

const char *const call_number_names[CALL_NUMBERS] = { "999", "101", "supervisor", "nobody" };

const char *const call_slot_names[CALL_SLOTS] = { "", "concern", "who", "where", "when", "vehicle",
        "contact" };

static void digest_bytes(const char *bytes, size_t len, char digest[65])
{
        unsigned char hash[32];
        /* The first call chooses the fastest code for this machine. */
        if (sodium_init() < 0 || crypto_generichash(hash, sizeof hash, (const unsigned char *)bytes,
                                         len, NULL, 0) != 0)
                memset(hash, 0, sizeof hash);
        sodium_bin2hex(digest, 65, hash, sizeof hash);
}

/* From `fd`, or else from the locator's bytes. */
static Module *parse(const char *file, int fd, Locator *locator, size_t max_size,
        Diagnostics *found, Error *error)
{
        size_t errors = diagnostics_total(found, SEVERITY_ERROR);
        Arena *arena = arena_new(), *nodes = arena_new();
        Module *module = arena_alloc(arena, sizeof *module);
        module->arena = arena;
        Reader reader = { .arena = arena,
                .scratch = nodes,
                .found = found,
                .file = arena_strdup(arena, file),
                .locator = locator,
                .module = module };
        const TreeOptions options = { .max_size = max_size,
                .locator = locator,
                .texts = arena,
                .take = read_taken,
                .data = &reader,
                .taken_from = read_taken_from };
        const Node *root = fd < 0 ? tree_parse(nodes, reader.file, locator->bytes, locator->len,
                                            &options, found)
                                  : tree_read(nodes, reader.file, fd, &options, found, error);
        if (root && read_head(&reader, root, &module->head))
                read_body(&reader, root);
        arena_free(nodes);
        if (diagnostics_total(found, SEVERITY_ERROR) == errors && root)
                return module;
        module_free(module);
        return NULL;
}

Module *module_parse(
        const char *file, const char *bytes, size_t len, size_t max_size, Diagnostics *found)
{
        Locator locator;
        locator_init(&locator, bytes, len);
        Module *module = parse(file, -1, &locator, max_size, found, NULL);
        locator_clear(&locator);
        if (module)
                digest_bytes(bytes, len, module->digest);
        return module;
}

static bool is_too_large(const struct stat *info, const char *file, size_t most, Diagnostics *found)
{
        if (!S_ISREG(info->st_mode) || (uintmax_t)info->st_size <= most)
                return false;
        diagnostics_add(found, CHECK_FILE_TOO_LARGE, file, (Place){ 1, 1 }, most);
        return true;
}

Module *module_load(const char *file, size_t max_size, Diagnostics *found, Error *error)
{
        size_t most = max_size ? max_size : (size_t)LIMIT_FILE;
        struct stat info;
        if (stat(file, &info) == 0 && is_too_large(&info, file, most, found))
                return NULL;
        char *bytes = NULL;
        size_t len = 0;
        if (!file_read(file, most, &bytes, &len, error))
                return NULL;
        Module *module = module_parse(file, bytes, len, most, found);
        diagnostics_keep(found, file, bytes, len);
        return module;
}

Module *module_check(const char *file, size_t max_size, Diagnostics *found, Error *error)
{
        /* What is no regular file can be read only once. */
        struct stat info;
        if (stat(file, &info) != 0 || !S_ISREG(info.st_mode))
                return module_load(file, max_size, found, error);
        size_t most = max_size ? max_size : (size_t)LIMIT_FILE;
        int fd = file_open(file, error);
        if (fd < 0)
                return NULL;
        Locator locator;
        locator_init_file(&locator, fd, most);
        Module *module = is_too_large(&info, file, most, found)
                                 ? NULL
                                 : parse(file, fd, &locator, most, found, error);
        locator_clear(&locator);
        close(fd);
        return module;
}

/* Reads a head from a tree; the reader's own errors count. */
static bool take_head(Arena *arena, Arena *nodes, const Node *root, const char *file,
        ModuleHead *head, Diagnostics *found)
{
        size_t errors = diagnostics_total(found, SEVERITY_ERROR);
        Locator locator;
        locator_init(&locator, NULL, 0);
        Reader reader = {
                .arena = arena, .scratch = nodes, .found = found, .file = file, .locator = &locator
        };
        return root && read_head(&reader, root, head) &&
               diagnostics_total(found, SEVERITY_ERROR) == errors;
}

static bool is_whole(const ModuleHead *head)
{
        return head->id && head->version && head->language && head->title && head->summary &&
               head->sector;
}

static bool read_to(int fd, const char *const *stop, const char *file, Arena *arena,
        ModuleHead *head, Diagnostics *found, Error *error)
{
        Arena *nodes = arena_new();
        const TreeOptions options = { .stop = stop, .texts = arena };
        const Node *root = tree_read(nodes, file, fd, &options, found, error);
        bool read = take_head(arena, nodes, root, file, head, found);
        arena_free(nodes);
        return read;
}

bool module_head_load(
        const char *file, Arena *arena, ModuleHead *head, Diagnostics *found, Error *error)
{
        static const char *const stop[] = { "signs", "lessons", "quiz", NULL };
        *head = (ModuleHead){ .reviewed_on = DAY_NONE };
        int fd = file_open(file, error);
        if (fd < 0)
                return false;
        const char *name = arena_strdup(arena, file);
        bool read = read_to(fd, stop, name, arena, head, found, error);
        /* Keys of the head may stand below, with a warning: then it takes the whole file. */
        if (read && !is_whole(head) && lseek(fd, 0, SEEK_SET) == 0)
                read = read_to(fd, NULL, name, arena, head, found, error);
        close(fd);
        return read && is_whole(head);
}

void module_free(Module *module)
{
        if (module)
                arena_free(module->arena);
}

size_t module_question(const Module *module, const char *id)
{
        const Word *word =
                module->question_ids ? words_find(module->question_ids, id, strlen(id)) : NULL;
        return word ? word->value : SIZE_MAX;
}

size_t module_sign(const Module *module, const char *id)
{
        const Word *word = module->sign_ids ? words_find(module->sign_ids, id, strlen(id)) : NULL;
        return word ? word->value : SIZE_MAX;
}

bool question_is_benign(const Question *question)
{
        if (question->sign_count > 0)
                return false;
        if (question->kind == QUESTION_CALL)
                return question->call.number == CALL_NOBODY;
        for (size_t i = 0; question->kind == QUESTION_SPOT && i < question->spot.count; i++) {
                if (question->spot.phrases[i].sign)
                        return false;
        }
        return true;
}
