/* The fair rival of `makesafe check`: reads a file and runs libyaml's events to the end, nothing
 * else. */
#include <stdio.h>
#include <stdlib.h>
#include <yaml.h>

int main(int argc, char **argv)
{
        FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
        if (!file)
                return 3;
        yaml_parser_t parser;
        yaml_event_t event;
        yaml_parser_initialize(&parser);
        yaml_parser_set_input_file(&parser, file);
        size_t events = 0;
        for (int done = 0; !done; events++) {
                if (!yaml_parser_parse(&parser, &event))
                        return 1;
                done = event.type == YAML_STREAM_END_EVENT;
                yaml_event_delete(&event);
        }
        yaml_parser_delete(&parser);
        fclose(file);
        printf("%zu events\n", events);
        return 0;
}
