/* From the tree to a module: tables of keys, and one reader for each kind of value. Private to this
 * folder. */
#ifndef MODULE_READ_H
#define MODULE_READ_H

#include "module/locate.h"
#include "module/module.h"
#include "module/tree.h"
#include "module/words.h"

/** Ids of one kind, so far. */
typedef struct Ids {
        Words words;
        Place *places; /* by number */
        size_t room;
} Ids;

typedef struct KeySpec KeySpec;

/* A key that was looked up in a table. */
typedef struct MetKey {
        const KeySpec *own; /* the table */
        const char *key;    /* the tree's */
        size_t number;
} MetKey;

enum { READ_MET = 128 };

typedef struct Reader {
        Arena *arena;   /* the module's */
        Arena *scratch; /* until the reading ends */
        Diagnostics *found;
        const char *file;
        Locator *locator;
        Module *module;  /* NULL while only a head is read */
        size_t errors;   /* reported by this reader */
        size_t guessing; /* effort spent on nearest words: hostile files have many, and long ones */
        bool signs_are_known,
                questions_are_known; /* else a reference that leads nowhere is no news */
        MetKey met[READ_MET];
        Ids question_ids;
        const Node **twins;                                        /* by question: what it names */
        enum { TAKING_UNDECIDED, TAKING_NONE, TAKING_ALL } taking; /* questions, as they end */
} Reader;

/** A question by itself, before it has its place in the module. */
typedef struct QuestionDraft {
        Question question;
        Place id_place;
        const Node *twin; /* what it names, or NULL */
} QuestionDraft;

typedef void KeyReader(Reader *reader, const KeySpec *spec, const Node *node, void *field);

/* One key of a mapping. */
struct KeySpec {
        const char *key; /* NULL ends a table */
        KeyReader *read;
        size_t offset; /* of the field in the target */
        bool required;
        double least, most;       /* numbers: allowed values; texts: `most` lines; lists: entries */
        const char *const *words; /* allowed words, NULL-terminated */
};

/* All keys of a mapping: its own, and those it shares with others. */
typedef struct MappingSpec {
        const KeySpec *own, *common;
        /* Where a key that is not known here belongs, as a hint; NULL where nowhere. */
        const char *(*elsewhere)(Reader *reader, const char *key);
} MappingSpec;

/** Reads a mapping into a struct; unknown, missing and wrong keys are reported. `name` is for
 * messages. \return false where it is no mapping at all */
bool read_mapping(
        Reader *reader, const char *name, const Node *node, const MappingSpec *spec, void *target);

/** The items of a list of `least` to `most` entries; reports what is wrong with it. `count` is at
 * most `most`. */
const Node *read_list(Reader *reader, const char *name, const Node *node, size_t least, size_t most,
        size_t *count);

/** Reports at a place; the arguments are for the check's text. */
Diagnostic *read_report(Reader *reader, CheckId check, Place place, ...);

/** Reports with the place of a scalar, underlined. */
Diagnostic *read_report_node(Reader *reader, CheckId check, const Node *node, ...);

Diagnostic *read_wrong_kind(Reader *reader, const char *name, const char *wanted, const Node *node);

/** A piece of the file for a message. */
const char *read_quote(Reader *reader, const char *text);

/** Adds "did you mean 'word'?" where a known word is near. */
void read_suggest(Reader *reader, Diagnostic *diagnostic, const char *word,
        const char *const *candidates, size_t count);

/** Says of a letter that is none of a to z, though it may look like one, what it is: a hint.
 * \return false where there is none */
bool read_hint_letter(Reader *reader, Diagnostic *diagnostic, const char *word);

/** Where something missing in a mapping is reported: its first key. */
Place read_first_key(const Node *mapping);

/* Readers of single values, for tables. */
KeyReader read_line;     /* const char *: plain text of at most `most` (else one) lines */
KeyReader read_raw_line; /* the same, no text for learners: may hold numbers of any kind */
KeyReader read_text;     /* const char *: plain text */
KeyReader read_markdown; /* const char * */
KeyReader read_id;       /* const char * */
KeyReader read_word;     /* const char *: a word of one's own, without spaces */
KeyReader read_choice;   /* int: index in `words` */
KeyReader read_whole;    /* unsigned */
KeyReader read_number;   /* double */
KeyReader read_percent;  /* double 0 … 1, from 0 … 100 */
KeyReader read_bool;     /* bool */
KeyReader read_date;     /* Day */
KeyReader read_period;   /* Period */
KeyReader read_address;  /* const char *: https://… */
KeyReader read_later;    /* nothing: the key is known and read elsewhere */

/** Whether a text can be an id: [a-z0-9][a-z0-9-]{0,62}. */
bool is_id(const char *text);

/** The text of a scalar, checked for HTML, images, control characters by entity and telephone
 * numbers; NULL where it is none or empty (reported). */
const char *read_checked_text(Reader *reader, const char *name, const Node *node);

/** A list of texts. */
const char *const *read_texts(Reader *reader, const char *name, const Node *node, size_t least,
        size_t most, size_t *count);

/** A list of words without spaces, none twice. */
const char *const *read_words(Reader *reader, const char *name, const Node *node, size_t *count);

/** Takes an id in with its number; reports one that is taken. \return whether it was free */
bool ids_take(Reader *reader, Ids *ids, const char *id, Place place, size_t number);

/** Reads the head. \return false where the format is not ours: nothing else makes sense then */
bool read_head(Reader *reader, const Node *root, ModuleHead *head);

/** Reads signs, lessons and quiz. */
void read_body(Reader *reader, const Node *root);

/** Takes questions out of a tree while it is being read, so that a large module is never held
 * twice: a TreeTake for the lists at `read_taken_from`, with the reader as its data. \return a
 * QuestionDraft, or NULL where what the question needs to know has not been read yet */
TreeTake read_taken;
extern const char *const read_taken_from[];

/** Reads one question. \return the draft, in the reader's scratch arena */
QuestionDraft *read_question(Reader *reader, const Node *node);

/** Resolves all twins, once all questions are read. */
void read_twins(Reader *reader);

/** Whether a sign is declared, or cannot be said not to be. */
bool sign_is_known(const Reader *reader, const char *id);

/** Reports a sign that is not. */
void report_sign(Reader *reader, const char *id, Place place, size_t length);

/* What is particular to the types: their keys, and what is to be done once these are read. */
typedef struct QuestionType {
        const KeySpec *keys;
        void (*finish)(Reader *reader, const Node *node, Question *question); /* or NULL */
} QuestionType;

extern const KeySpec single_keys[], multiple_keys[], truth_keys[], order_keys[], match_keys[],
        spot_keys[], branch_keys[], call_keys[];
void spot_finish(Reader *reader, const Node *node, Question *question);
void branch_finish(Reader *reader, const Node *node, Question *question);
void call_finish(Reader *reader, const Node *node, Question *question);

#endif
