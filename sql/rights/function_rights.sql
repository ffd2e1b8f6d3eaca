-- The one place that says who may execute what. Every function that people or programs call is in here, with the kinds
-- of database roles that call it; a test finds one that was forgotten. Others are parts of these: the owner's alone.
-- Whoever adds one for agents sees to it that it begins with demand, demand_call or demand_self.
CREATE OR REPLACE VIEW FunctionRight AS
SELECT k.Kind::RoleKind AS Kind, f.FunctionName
FROM (VALUES
    -- What does no harm: the time, numbers, windows, and who one is.
    ('agent supervisor reporting runner', 'clock actor schema_version may'),
    ('agent supervisor reporting', '
        acting_agent acts_freely normalise_number number_problem number_time_zone
        check_window describe_window next_window window_open safe_cell like_text
        shown_answers form_state condition_holds value_fits try_answer find_option date_of call_facts answer_text'),
    ('agent supervisor', 'demand'),
    ('agent', 'acting_projects'),
    ('web supervisor reporting runner', 'configuration database_role'),
    ('web supervisor reporting', 'call_time_zone'),
    -- Parts of the views of conditions.
    ('supervisor reporting', 'reserves_agent resting_kinds'),
    ('agent supervisor reporting', 'number_region holiday_date'),
    ('agent supervisor', 'begin_do_not_call add_do_not_call finish_do_not_call'),
    ('agent supervisor runner', 'send_hint'),
    -- What agents do.
    ('agent supervisor', '
        log_in log_off set_agent_status
        create_call schedule_call enqueue_call pause_call cancel_call neglect_call
        search_calls count_calls export_search preview_bulk_calls change_bulk_calls
        save_answers call_form
        accept_offer reject_offer dial_call hang_up offered_details set_call_result reschedule_call
        hold_call resume_call mute_call unmute_call send_keys consult take_back transfer_call
        create_list named_list set_list_activity map_columns begin_import import_batch check_batch take_batch
        finish_import preview_import undo_import undo_preview forget_rejects
        hear_recording
        private_call create_visitor editor_call web_private_call save_editor_call agent_state clear_cache
        editor_number call_clock call_moment call_actions
        find_contacts find_colleagues earlier_calls agent_day'),
    ('agent supervisor reporting runner', 'check_setup'),
    ('agent supervisor reporting', 'trunk_states'),
    ('web supervisor runner', 'cache_version'),
    ('web supervisor reporting runner', 'metrics readiness'),
    ('agent supervisor reporting', '
        list_progress list_quotas try_scenario why_not why_not_list dry_run_list export_statement
        abandon_rates replay_decision list_pace list_decisions list_figures list_forecast list_forecast_hours list_work_ends list_hours list_days list_best_hours floor_agents floor_figures
        report_calls report_results report_callers'),
    ('supervisor reporting', 'retry_rule'),
    ('agent supervisor reporting', 'try_post_condition why_rule'),
    ('supervisor reporting runner', 'queue_transition'),
    -- What systems ask for that answer calls: as the runner, or as an agent who may do it for anybody.
    ('agent supervisor runner', 'lost_shift ivr_call_back ivr_feedback'),
    -- Grids and tiles run with the rights of their caller, and so do the parts of them.
    ('agent supervisor', '
        run_grid export_grid describe_grid run_grid_command run_bulk_action run_tile press_tile limit_grid_time
        read_wish query_types fits_type filter_conditions refuse_filter read_place order_clause steps_behind
        grid_columns find_grid find_tile grid_agent grid_values column_choices cell_value column_of
        read_rows run_command bind_command query_columns split_statement named_places
        refuse_statement refuse_absent refuse_row'),
    -- Logging in.
    ('web', 'act_as begin_login finish_login end_session'),
    -- Its reader for open pages.
    ('web', 'live_versions'),
    ('agent', 'set_password create_token revoke_token agent_tokens login_times'),
    -- The runner.
    ('runner', 'run_cycle next_moment take_pbx_commands next_pbx_command report_pbx_event report_pbx_events
        reconcile_pbx beat report_line report_line_states report_inbound watched_extensions ivr_result apply_post_conditions take_census tally_calls
        register_runner runner_pbx find_pbx report_not_done
        report_recording unknown_recordings recordings_to_delete recording_deleted
        take_hook_deliveries report_hook_delivery follow_history'),
    ('runner supervisor reporting', 'check_invariants'),
    ('owner', 'drop_history purge settle_rights')
) AS r (Kinds, Functions)
CROSS JOIN LATERAL regexp_split_to_table(btrim(r.Kinds, E' \n'), '\s+') AS k (Kind)
CROSS JOIN LATERAL regexp_split_to_table(btrim(r.Functions, E' \n'), '\s+') AS f (FunctionName);
COMMENT ON VIEW FunctionRight IS
'Which kind of database role may execute which function, all overloads of it; the web''s role is a member of the
agents''. settle_rights grants it so.';
